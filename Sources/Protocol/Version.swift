/// The version of Emperor: all of its programs share it.
public let emperorVersion = "0.1.0"
