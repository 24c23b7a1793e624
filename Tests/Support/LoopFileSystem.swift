// A file system of a test's own, in a file: it can be filled up, cut off like a power cut, and mounted anew.

import Files
import Foundation

/// A small file system that is mounted through a loop device. Needs root and the programs that make it.
public final class LoopFileSystem {
    /// What kind of file system.
    public enum Kind: String, CaseIterable, Sendable {
        case ext4, xfs
    }

    /// Where it is mounted.
    public let path: String
    private let image: String
    private let folder: TemporaryFolder
    private var isMounted = false

    /// Why there can be none here; nil when there can.
    public static func obstacle(_ kind: Kind) -> String? {
        guard Account.current == 0 else { return "only root can mount a file system" }
        guard WholeFile.status("/usr/sbin/mkfs.\(kind)") != nil else { return "there is no mkfs.\(kind)" }
        return WholeFile.status("/dev/loop-control") == nil ? "there are no loop devices" : nil
    }

    /// Makes one of so many megabytes, and mounts it.
    ///
    /// - Parameter files: how many files an ext4 can hold; nil for as many as is usual.
    public init(_ kind: Kind, megabytes: Int, files: Int? = nil) throws {
        folder = try TemporaryFolder()
        image = folder.path(of: "image")
        path = folder.path(of: "mounted")
        _ = try folder.makeFolder("mounted")
        try LoopFileSystem.run("/usr/bin/truncate", ["-s", "\(megabytes)M", image])
        switch kind {
        case .ext4:
            // No blocks for root alone: it is root that must meet the end of the room.
            let inodes = files.map { ["-N", "\($0)"] } ?? []
            try LoopFileSystem.run("/usr/sbin/mkfs.ext4", ["-q", "-F", "-m", "0"] + inodes + [image])
        case .xfs: try LoopFileSystem.run("/usr/sbin/mkfs.xfs", ["-q", "-f", image])
        }
        try mount()
    }

    /// Mounts it again, as after a power cut: the journal is played back.
    public func remount() throws {
        try unmount()
        try mount()
    }

    /// Takes it from its place, as `umount -l` does: who has files open there keeps them.
    public func unmount(lazily: Bool = false) throws {
        try LoopFileSystem.run("/usr/bin/umount", [lazily ? "-l" : "-v", path])
        isMounted = false
    }

    /// Mounts it at its place.
    public func mount() throws {
        try LoopFileSystem.run("/usr/bin/mount", ["-o", "loop", image, path])
        isMounted = true
    }

    /// Removes it.
    public func remove() {
        if isMounted { try? unmount(lazily: true) }
        folder.remove()
    }

    /// Runs a program, which must succeed.
    public static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw CommandFailure(command: "\(program) \(arguments)") }
    }
}

/// A program that a test needs has failed.
public struct CommandFailure: Error {
    /// What was run.
    public let command: String
}
