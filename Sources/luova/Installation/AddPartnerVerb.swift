import Files
import Messages
import Spooling

/// `luova add-partner`.
enum AddPartnerVerb: Verb {
    static let name = "add-partner"
    static let synopsis =
        "add-partner ID [--user USER] [--group GROUP]    a participant's folders, and what else it needs"
    static let help = """
        usage: luova add-partner ID [--spool DIR] [--user USER] [--group GROUP] [--root DIR]

        Makes the folders of participant ID with the owners and modes that an SFTP account with a changed root needs,
        and what is missing of the spool above them. May be run again: what is right stays as it is. Prints what is to
        be put into sshd's configuration and into the routing table. Wants root, and the account luova.

        --user USER     the account of its SFTP access; default: sftp-ID, or none when --group is given
        --group GROUP   the group of its folders; default: the first group of USER. Alone, it is for a system of the
                        house, whose accounts reach the folders on this machine
        --spool DIR     default: /var/spool/luova
        --root DIR      the root of another system, such as an image; default: this one

        exit: 0, 69 an account or group is missing, 73 a folder cannot be made, 75 the system's directory of accounts
        does not answer, 77 not root.

        example: luova add-partner fund-sea --user sftp-sea
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words, verb: name, options: ["--spool", "--user", "--group", "--root"], flags: [])
        guard let id = arguments.rest.first else {
            throw Failure(.usage, "add-partner: no participant is named; see luova add-partner --help")
        }
        guard arguments.rest.count == 1 else {
            throw Failure(.usage, "add-partner: unexpected '\(arguments.rest[1])'; one participant at a time")
        }
        guard isIdentifier(id) else {
            throw Failure(
                .usage,
                "add-partner: '\(id)' is no id; up to 64 letters, digits, dots, hyphens and underscores, a letter or digit first"
            )
        }
        let root = try InstallVerb.folder(arguments.value("--root") ?? "/", "--root", verb: name)
        let spool = try InstallVerb.folder(
            arguments.value("--spool") ?? SpoolLayout.standard, "--spool", verb: name)
        guard Account.current == 0 else {
            throw Failure(.noPermission, "add-partner: only root can give folders to other accounts; run it as root")
        }
        let accounts = SystemAccounts(root: root)
        guard let daemon = try found({ () throws(AccountDirectoryError) in try accounts.account("luova") }) else {
            throw Failure(
                .unavailable, "add-partner: the system has no account 'luova'; run: systemd-sysusers luova.conf")
        }
        let user = arguments.value("--user") ?? (arguments.value("--group") == nil ? "sftp-\(id)" : nil)
        let group = try group(arguments.value("--group"), user, accounts)
        ProcessSettings.clearModeMask()
        let folder: String
        do throws(FileError) {
            let preparation = try SpoolPreparation(
                path: root + spool, daemon: .init(user: daemon.user, group: daemon.group))
            folder = try preparation.add(ParticipantIdentifier(id), group: group.number)
        } catch {
            throw InstallVerb.failure(error)
        }
        StandardStream.output.writeLine("\(folder): drop and pickup are there, for the group \(group.name)")
        let guide = PartnerGuide(
            participant: id, folder: String(folder.dropFirst(root.count)), group: group.name, user: user,
            daemonIsMember: daemon.group == group.number || group.members.contains("luova"))
        for line in guide.lines { StandardStream.output.writeLine(line) }
    }

    /// The group that was named, or the first group of the account.
    private static func group(
        _ name: String?, _ user: String?, _ accounts: SystemAccounts
    ) throws(Failure) -> AccountGroup {
        var first: UInt32?
        if let user {
            guard let account = try found({ () throws(AccountDirectoryError) in try accounts.account(user) }) else {
                throw Failure(
                    .unavailable,
                    "add-partner: the system has no account '\(user)'; make it: useradd --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin \(user)"
                )
            }
            first = account.group
        }
        let group = try found { () throws(AccountDirectoryError) in
            if let name { return try accounts.group(name) }
            return try first.flatMap { (number) throws(AccountDirectoryError) in try accounts.group(number) }
        }
        guard let group else {
            let wanted = name ?? first.map { "\($0)" } ?? ""
            throw Failure(
                .unavailable, "add-partner: the system has no group '\(wanted)'; make it with groupadd")
        }
        return group
    }

    /// What the system says; that it cannot say it is no "no".
    private static func found<Answer>(
        _ ask: () throws(AccountDirectoryError) -> Answer?
    ) throws(Failure) -> Answer? {
        do throws(AccountDirectoryError) { return try ask() } catch {
            throw Failure(.tryLater, "add-partner: \(error)")
        }
    }

    /// Whether the routing table takes it for an id: it names a folder.
    private static func isIdentifier(_ text: String) -> Bool {
        let allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        guard let first = text.first, allowed.contains(first), text.utf8.count <= 64 else { return false }
        return text.allSatisfy { allowed.contains($0) || "._-".contains($0) }
    }
}
