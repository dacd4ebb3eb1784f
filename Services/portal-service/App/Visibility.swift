import Kernel
import Postgres
import ServiceRuntime

// Who may read what, beyond the rule of the route: the one place where it is said.

/// The same in words, for the access table.
let visibility = [
    Visibility("orders, cart, points", rule: "a shopper's own; orders all by the staff named at the route"),
    Visibility("business transactions", rule: "those one had a hand in; all by \(Access.allChains.described)"),
]

extension Access {
    /// Shoppers, who see their own orders, and staff who work on them.
    static let orderReaders = Access.anyOf([.shopper, .shopOrders])
    /// Staff who say how the shop shows its products.
    static let shopEditors = Access.roles(.marketing, .salesManager)
    /// Staff who see the company in numbers.
    static let figures = Access.roles(.salesManager, .finance, .marketing, .planner)
}

/// The business transactions a member of staff may read, as a condition on the column `chain`.
func visibleChains(to person: Person) -> SQL {
    Access.allChains.admits(person) ? "true" : "chain in (\(ownChains(of: person)))"
}

/// Those that somebody had a hand in, the latest of them, each as often as they had.
func ownChains(of person: Person) -> SQL {
    """
    select own.chain from chain_event own
    where own.actor = \(person.actor) and own.actor like 'staff:%' order by own.at desc limit 5000
    """
}
