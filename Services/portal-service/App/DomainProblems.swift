import Kernel
import PortalDomain
import ServiceRuntime

// What callers see of the Domain's errors.

extension IllegalWebOrderAction: ProblemConvertible {
    public var problem: Problem {
        .conflict("the order is \(state: state.rawValue); it cannot \(action.rawValue) from there")
    }
}

extension CartError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .notAWholeNumber(let quantity):
            .invalid(field: "quantity", "must be a whole number of at least 1, not \(quantity)")
        case .tooMany(let quantity):
            .invalid(field: "quantity", "must be at most \(Cart.largestQuantity), not \(quantity)")
        case .empty: .unprocessable(type: "empty-cart", "the cart is empty; put something in first")
        case .notInShop(let product):
            .unprocessable(type: "not-in-shop", "product \(product) is not sold in the shop; take it out of the cart")
        }
    }
}

extension ReviewError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .notShipped: .conflict("the order has not been shipped yet; review it when it has")
        case .notBought(let product): .invalid(field: "productID", "product \(product) is not in that order")
        case .stars(let stars): .invalid(field: "stars", "must be 1 to 5, not \(stars)")
        case .text: .invalid(field: "text", "must have 1 to \(Review.longestText) characters")
        }
    }
}

extension RegistrationError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .address: .invalid(field: "contact", "must be an email address or the number of a mobile phone")
        case .name: .invalid(field: "name", "must have 1 to 100 characters")
        }
    }
}

extension RemovalError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .orderUnderWay(let number):
            .conflict("order \(number) is under way; cancel it or wait until it is shipped")
        case .refundDue: .conflict("money is on its way back to you; wait until it has arrived")
        }
    }
}

extension InquiryError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .name: .invalid(field: "name", "must have 1 to 100 characters")
        case .message: .invalid(field: "message", "must have 1 to 4000 characters")
        case .noWayToAnswer: .invalid(field: "email", "give an email address or a telephone number")
        }
    }
}
