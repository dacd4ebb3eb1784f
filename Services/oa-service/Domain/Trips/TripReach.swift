import Kernel

/// Whose trips each role reads, besides one's own and those one has a part in.
public let tripReach: [Role: Reach] = [.finance: .all, .hr: .all, .salesManager: .subtree]
