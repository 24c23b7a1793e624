import Files

/// Prometheus' own tool, which knows what a metric and a rule may look like.
public enum Promtool {
    /// Where it is: installed, or unpacked by Tests/prepare.bash, which installs no service for it. Nil where it is not.
    public static let path: String? = ["/usr/bin/promtool", "\(ProjectFiles.root)/.build/promtool/usr/bin/promtool"]
        .first { WholeFile.status($0) != nil }
}
