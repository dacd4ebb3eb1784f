import Kernel

/// One entry of the menu.
public struct NavigationItem: Sendable, Hashable {
    /// The key of its text.
    public let key: String
    /// The path behind the gateway.
    public let path: String
    /// Who sees it.
    public let access: Access
}

/// The whole menu, the same in every service: declared once, shown by role.
public enum Navigation {
    public static let items: [NavigationItem] = [
        .init(key: "nav_workbench", path: "/", access: .staff),
        .init(key: "nav_trips", path: "/oa/trips", access: .staff),
        .init(key: "nav_approvals", path: "/oa/approvals", access: .staff),
        .init(key: "nav_attendance", path: "/oa/attendance", access: .staff),
        .init(key: "nav_leads", path: "/crm/leads", access: .roles(.sales, .salesManager, .marketing)),
        .init(key: "nav_customers", path: "/crm/customers", access: .roles(.sales, .salesManager, .finance)),
        .init(key: "nav_quotes", path: "/crm/quotes", access: .roles(.sales, .salesManager)),
        .init(key: "nav_crm_orders", path: "/crm/orders", access: .roles(.sales, .salesManager)),
        .init(
            key: "nav_sales_orders", path: "/erp/sales-orders",
            access: .roles(.planner, .warehouse, .finance, .engineer)),
        .init(key: "nav_production", path: "/erp/work-orders", access: .roles(.planner, .engineer, .warehouse)),
        .init(key: "nav_work_centres", path: "/erp/work-centres", access: .roles(.planner, .engineer)),
        .init(key: "nav_products", path: "/erp/products", access: .roles(.engineer, .planner, .buyer, .warehouse)),
        .init(key: "nav_revisions", path: "/erp/revisions", access: .roles(.engineer)),
        .init(key: "nav_stock", path: "/erp/stock", access: .roles(.warehouse, .planner, .buyer)),
        .init(key: "nav_finance", path: "/erp/finance", access: .roles(.finance)),
        .init(key: "nav_budgets", path: "/erp/budgets", access: .roles(.finance)),
        .init(
            key: "nav_dashboard", path: "/dashboard", access: .roles(.salesManager, .finance, .marketing, .planner)),
        .init(key: "nav_chains", path: "/chains", access: .staff),
        .init(key: "nav_staff", path: "/oa/staff", access: .roles(.hr)),
        .init(key: "nav_audit", path: "/oa/ops/audit", access: .roles(.administrator)),
        .init(key: "nav_api_keys", path: "/oa/api-keys", access: .roles(.administrator)),
        .init(key: "nav_shop", path: "/shop", access: .anyone),
        .init(key: "nav_cart", path: "/cart", access: .shopper),
        .init(key: "nav_my_orders", path: "/orders", access: .shopper),
        .init(key: "nav_contact", path: "/contact", access: .anyone),
    ]

    /// Where staff sign in, and where shoppers do.
    static let staffSignIn = "/sign-in"
    static let shopperSignIn = "/shopper/sign-in"

    /// What the person sees; staff do their work and do not shop.
    static func visible(to person: Person?) -> [NavigationItem] {
        items.filter { item in
            guard let person else { return item.access == .anyone }
            return person.kind == .staff
                ? item.access != .anyone && item.access.admits(person) : item.access.admits(person)
        }
    }

    /// The entry the path belongs to: the one with the longest path that leads it.
    static func current(_ path: String, among items: [NavigationItem]) -> NavigationItem? {
        items.filter { path == $0.path || ($0.path != "/" && path.hasPrefix($0.path + "/")) }
            .max { $0.path.count < $1.path.count }
    }
}
