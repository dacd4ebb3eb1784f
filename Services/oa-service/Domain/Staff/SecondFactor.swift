import Kernel

/// Whether people with these roles prove who they are with a code beside the password: those who may change what others
/// may do, and those who move money.
public func needsSecondFactor(_ roles: some Sequence<Role>) -> Bool {
    roles.contains { $0 == .administrator || $0 == .finance }
}
