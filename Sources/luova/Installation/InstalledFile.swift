import Files

/// One file of the installation: where it belongs, and what it holds. All of them are in the program itself, so that
/// one file is enough to copy to a machine.
struct InstalledFile {
    /// Its path on the system, from the root.
    var path: String
    /// What it holds.
    var bytes: [UInt8]
    /// Its permission bits.
    var mode: UInt32 = 0o644

    /// Everything but the program and the routing table.
    ///
    /// - Parameter prefix: what the program is installed below, such as `/usr`; the unit names it.
    static func all(prefix: String) -> [InstalledFile] {
        func unit(_ bytes: [UInt8]) -> [UInt8] {
            Array(
                String(decoding: bytes, as: UTF8.self)
                    .replacing("/usr/bin/luova", with: "\(prefix)/bin/luova")
                    .replacing("/usr/share/luova", with: "\(prefix)/share/luova").utf8)
        }
        let resources: [(String, [UInt8])] = [
            ("lib/systemd/system/luova.service", unit(PackageResources.luova_service)),
            ("lib/systemd/system/luova-purge.service", unit(PackageResources.luova_purge_service)),
            ("lib/systemd/system/luova-purge.timer", PackageResources.luova_purge_timer),
            ("lib/sysusers.d/luova.conf", PackageResources.luova_sysusers_conf),
            ("lib/tmpfiles.d/luova.conf", PackageResources.luova_tmpfiles_conf),
            ("share/luova/prometheus/luova.rules.yml", unit(PackageResources.luova_rules_yml)),
            ("share/luova/systemd/monitoring.conf", unit(PackageResources.monitoring_conf)),
            ("share/luova/systemd/private-copies.conf", unit(PackageResources.private_copies_conf)),
            ("share/luova/systemd/programs.conf", unit(PackageResources.programs_conf)),
            ("share/luova/systemd/unreadable-uploads.conf", unit(PackageResources.unreadable_uploads_conf)),
            ("share/man/man5/luova-control.5", PackageResources.luova_control_5),
            ("share/man/man5/luova-routes.5", PackageResources.luova_routes_5),
            ("share/man/man7/luova-metrics.7", PackageResources.luova_metrics_7),
            ("share/man/man7/luova-operating.7", PackageResources.luova_operating_7),
            ("share/man/man8/luova.8", PackageResources.luova_8),
            ("share/man/man8/luova.service.8", PackageResources.luova_service_8),
            ("share/bash-completion/completions/luova", PackageResources.luova_bash),
        ]
        return resources.map { InstalledFile(path: "\(prefix)/\($0.0)", bytes: $0.1) }
    }

    /// A routing table to begin with.
    static let table = InstalledFile(path: "\(routes)/service.xml", bytes: PackageResources.service_xml)

    /// The folder of the routing table, as the unit names it.
    static let routes = "/etc/luova/routes"

    /// What was done with a file.
    enum Outcome {
        case wrote, unchanged
    }

    /// Writes the file below a root, whole or not at all, unless it is there already.
    func install(root: String) throws(FileError) -> Outcome {
        let target = root + path
        if let status = WholeFile.status(target), status.kind == .regular, status.mode == mode,
            status.size == bytes.count, try WholeFile.read(target) == bytes
        {
            return .unchanged
        }
        let folder = "/" + target.split(separator: "/").dropLast().joined(separator: "/")
        try WholeFile.makeDirectories(folder)
        try WholeFile.replace(target, with: bytes, mode: mode, isDurable: true)
        return .wrote
    }
}
