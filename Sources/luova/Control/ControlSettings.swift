/// Where operators ask a daemon, and who may.
struct ControlSettings {
    /// The socket's path.
    var path: String
    /// The group whose members may look.
    var readers: String
    /// The group whose members may act.
    var operators: String
}
