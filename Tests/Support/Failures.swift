// What a call failed with, as a value that a test can compare.

public import Files

/// Why the kernel refused what `body` does; nil when it did not, or when another kind of error was thrown.
public func causeOfFailure(_ body: () throws -> Void) -> Errno? {
    do {
        try body()
        return nil
    } catch {
        return (error as? FileError)?.cause
    }
}
