import Kernel

/// Whose leads, customers, opportunities and quotes each role reads. What nobody owns, the pool and the shop's customers,
/// is read by whoever reads any.
public let frontOfficeReach: [Role: Reach] = [
    .sales: .own, .salesManager: .subtree, .marketing: .all, .support: .all, .finance: .all,
]

/// Whose orders each role reads: whoever makes, keeps or ships the goods sees them all.
public let orderReach: [Role: Reach] = frontOfficeReach.merging([
    .planner: .all, .engineer: .all, .warehouse: .all, .buyer: .all,
]) { reach, _ in reach }
