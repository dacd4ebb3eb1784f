/// What a signed-in person may do. Roles combine.
public enum Role: String, Sendable, Hashable, CaseIterable {
    case sales
    case salesManager = "sales_manager"
    case finance
    case hr
    case planner
    case engineer
    case warehouse
    case buyer
    case marketing
    case support
    case `operator`
    case administrator
}
