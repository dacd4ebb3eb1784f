import Kernel
import Pictures
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

extension CategoryTreeError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .name(let tongue):
            .invalid(field: tongue == .english ? "name" : "nameZh", "must have 1 to \(60) characters")
        case .unknown(let id): .invalid(field: "categoryID", "there is no category \(id)")
        case .belowItself(let name):
            .invalid(field: "parentID", "\(name.english) cannot stand below itself; choose another category")
        case .tooDeep:
            .invalid(
                field: "parentID",
                "the shop has \(CategoryTree.deepest) levels of categories; choose one further up")
        case .tooMany: .conflict("the shop has \(CategoryTree.most) categories; remove one first")
        case .nameTaken(let name): .conflict("there is a category \(name) at that place already")
        case .notEmpty(let name): .conflict("\(name.english) has categories below it; move or remove them first")
        case .wordTaken(let word, let other):
            .conflict("products of the category \(word) go to \(other.english) already")
        }
    }
}

extension PictureWordsError: ProblemConvertible {
    public var problem: Problem {
        .invalid(
            field: self == .english ? "alt" : "altZh", "must have 1 to \(PictureWords.length.upperBound) characters")
    }
}

extension PictureError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .damaged: .invalid(field: "picture", "is damaged or cut off; save it anew and send the whole file")
        case .tooLarge(let width, let height):
            .invalid(
                field: "picture",
                "has \(width) × \(height) pixels; make it smaller, \(PictureHeader.mostPixels / 1_000_000) million at most"
            )
        case .moves: .invalid(field: "picture", "moves; send a single picture")
        case .busy: .unavailable("many pictures are being taken in; try again in a moment")
        }
    }
}

extension ShopPricesError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .notBelowList(let kind):
            .invalid(field: kind.rawValue, "must be more than nothing and less than the list price")
        case .specialNeedsDays: .invalid(field: "specialFrom", "a special price needs its first and its last day")
        case .daysEndBeforeTheyBegin: .invalid(field: "specialTo", "must not be before the first day")
        }
    }
}
