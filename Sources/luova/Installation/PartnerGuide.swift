/// What an operator does after the folders of a participant are made: words and lines to copy.
struct PartnerGuide {
    /// The participant's id.
    var participant: String
    /// Its own folder, as the running system names it.
    var folder: String
    /// The group of its folders.
    var group: String
    /// The account of its SFTP access; nil when it has none.
    var user: String?
    /// Whether the daemon's account is a member of the group.
    var daemonIsMember: Bool

    /// The guide, line by line.
    var lines: [String] {
        var lines: [String] = []
        if let user { lines += sshd(user) }
        lines += table
        if !daemonIsMember {
            lines += [
                "",
                "The daemon is no member of the group \(group) yet; as one it may read what only the group may:",
                "", "usermod --append --groups \(group) luova",
            ]
        }
        let verb = daemonIsMember ? "reload" : "restart"
        return lines + ["", "Then:", "", "luova check --routes /etc/luova/routes && systemctl \(verb) luova"]
    }

    private func sshd(_ user: String) -> [String] {
        [
            "", "In /etc/ssh/sshd_config.d/luova-\(participant).conf (then: systemctl reload ssh):", "",
            "Match User \(user)",
            "    ChrootDirectory \(folder)",
            "    ForceCommand internal-sftp -u 0022",
            "    AuthorizedKeysFile /etc/ssh/authorized_keys/%u",
            "    AuthenticationMethods publickey",
            "    DisableForwarding yes",
            "    PermitTTY no",
            "", "The account's public keys, in a file of root's: /etc/ssh/authorized_keys/\(user)",
        ]
    }

    private var table: [String] {
        let intro = ["", "In a file in /etc/luova/routes, with your words in the places in capitals:", ""]
        guard let user else {
            return intro + [
                "<system id=\"\(participant)\" name=\"NAME\"/>",
                "<route id=\"ROUTE\" from=\"PARTNER\" message=\"CONTRACT\" to=\"\(participant)\" agreement=\"AGREEMENT\" basis=\"STATUTE\"/>",
            ]
        }
        return intro + [
            "<partner id=\"\(participant)\" name=\"NAME\" user=\"\(user)\"/>",
            "<agreement id=\"AGREEMENT\" partner=\"\(participant)\" from=\"DAY\" until=\"DAY\"/>",
            "<route id=\"ROUTE\" from=\"\(participant)\" message=\"CONTRACT\" to=\"SYSTEM\" agreement=\"AGREEMENT\" basis=\"STATUTE\"/>",
        ]
    }
}
