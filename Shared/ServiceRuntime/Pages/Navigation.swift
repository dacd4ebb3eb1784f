import Kernel

/// One entry of the menu.
public struct NavigationItem: Sendable, Hashable {
    /// The key of its text.
    public let key: String
    /// The path behind the gateway.
    public let path: String
    /// Its sign in `icons.svg`.
    public let icon: String
    /// Who sees it.
    public let access: Access

    init(_ key: String, _ path: String, _ icon: String, _ access: Access) {
        (self.key, self.path, self.icon, self.access) = (key, path, icon, access)
    }
}

/// What belongs together in the menu.
public struct NavigationArea: Sendable {
    /// The key of its heading; nil where none is needed.
    public let key: String?
    public let items: [NavigationItem]
}

/// The whole menu, the same in every service: declared once, shown by role.
public enum Navigation {
    public static let areas: [NavigationArea] = [
        .init(
            key: nil,
            items: [
                .init("nav_workbench", "/", "home", .staff), .init("nav_trips", "/oa/trips", "trip", .staff),
                .init("nav_approvals", "/oa/approvals", "approval", .staff),
                .init("nav_attendance", "/oa/attendance", "calendar", .staff),
            ]),
        .init(
            key: "area_sales",
            items: [
                .init("nav_leads", "/crm/leads", "lead", .roles(.sales, .salesManager, .marketing, .support)),
                .init(
                    "nav_customers", "/crm/customers", "people", .roles(.sales, .salesManager, .finance, .support)),
                .init("nav_quotes", "/crm/quotes", "document", .roles(.sales, .salesManager, .support)),
                .init("nav_crm_orders", "/crm/orders", "order", .roles(.sales, .salesManager, .support)),
                .init("nav_assortment", "/shop/products", "shop", .roles(.marketing, .salesManager)),
            ]),
        .init(
            key: "area_operations",
            items: [
                .init(
                    "nav_sales_orders", "/erp/sales-orders", "order", .roles(.planner, .warehouse, .finance, .engineer)),
                .init("nav_production", "/erp/work-orders", "factory", .roles(.planner, .engineer, .warehouse)),
                .init("nav_work_centres", "/erp/work-centres", "gauge", .roles(.planner, .engineer)),
                .init("nav_products", "/erp/products", "box", .roles(.engineer, .planner, .buyer, .warehouse)),
                .init("nav_revisions", "/erp/revisions", "layers", .roles(.engineer)),
                .init("nav_stock", "/erp/stock", "warehouse", .roles(.warehouse, .planner, .buyer)),
            ]),
        .init(
            key: "area_finance",
            items: [
                .init("nav_finance", "/erp/finance", "ledger", .roles(.finance)),
                .init("nav_budgets", "/erp/budgets", "wallet", .roles(.finance)),
            ]),
        .init(
            key: "area_company",
            items: [
                .init("nav_dashboard", "/dashboard", "chart", .roles(.salesManager, .finance, .marketing, .planner)),
                .init("nav_chains", "/chains", "chain", .staff), .init("nav_staff", "/oa/staff", "people", .roles(.hr)),
                .init("nav_audit", "/oa/ops/audit", "shield", .roles(.administrator)),
                .init("nav_api_keys", "/oa/api-keys", "key", .roles(.administrator)),
            ]),
        .init(
            key: nil,
            items: [
                .init("nav_shop", "/shop", "shop", .anyone), .init("nav_cart", "/cart", "cart", .anyone),
                .init("nav_my_orders", "/orders", "order", .shopper), .init("nav_contact", "/contact", "mail", .anyone),
            ]),
    ]

    /// What people begin most, for their workbench.
    public static let beginnings: [NavigationItem] = [
        .init("begin_trip", "/oa/trips/new", "trip", .staff),
        .init("begin_lead", "/crm/leads/new", "lead", .roles(.sales, .salesManager)),
        .init("begin_receipt", "/erp/goods-receipts/new", "warehouse", .roles(.warehouse)),
    ]

    /// Where the search at the head of a page leads: for staff, and for everyone else.
    static let documentSearch = "/find"
    static let productSearch = "/shop"
    /// Where staff sign in, and where shoppers do.
    static let staffSignIn = "/oa/sign-in"
    static let shopperSignIn = "/shopper/sign-in"

    /// What the person sees; staff do their work and do not shop.
    static func visible(to person: Person?) -> [NavigationArea] {
        areas.compactMap { area in
            let items = area.items.filter { item in
                guard let person else { return item.access == .anyone }
                return person.kind == .staff
                    ? item.access != .anyone && item.access.admits(person) : item.access.admits(person)
            }
            return items.isEmpty ? nil : NavigationArea(key: area.key, items: items)
        }
    }

    /// The entry the path belongs to: the one with the longest path that leads it.
    static func current(_ path: String, among items: [NavigationItem]) -> NavigationItem? {
        items.filter { path == $0.path || ($0.path != "/" && path.hasPrefix($0.path + "/")) }
            .max { $0.path.count < $1.path.count }
    }
}
