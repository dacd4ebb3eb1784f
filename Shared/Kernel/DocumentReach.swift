// Whose documents each role reads. A service reads its own by these, and the others' say where a link may lead.

/// Trips, besides one's own and those one has a part in.
public let tripReach: [Role: Reach] = [.finance: .all, .hr: .all, .salesManager: .subtree]

/// Leads, customers, opportunities and quotes. What nobody owns, the pool and the shop's customers, is read by whoever reads
/// any.
public let frontOfficeReach: [Role: Reach] = [
    .sales: .own, .salesManager: .subtree, .marketing: .all, .support: .all, .finance: .all,
]

/// CRM's orders: whoever makes, keeps or ships the goods sees them all.
public let orderReach: [Role: Reach] = frontOfficeReach.merging([
    .planner: .all, .engineer: .all, .warehouse: .all, .buyer: .all,
]) { reach, _ in reach }
