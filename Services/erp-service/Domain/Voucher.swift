import Kernel

/// A balanced set of postings. There is no other kind: the only initialiser refuses the rest.
public struct Voucher: Sendable, Equatable {
    /// One account, debited or credited with an amount above zero.
    public struct Line: Sendable, Equatable {
        public let account: Account
        public let debit: Money
        public let credit: Money
    }
    /// What a posting does to an account; amounts of zero drop out.
    public enum Posting: Sendable, Equatable {
        case debit(Account, Money)
        case credit(Account, Money)
    }

    public let text: String
    public let lines: [Line]

    /// Nil when every posting is zero: nothing happened.
    /// - Throws: `VoucherError` when an amount is negative or debits and credits differ.
    public init?(_ text: String, _ postings: [Posting]) throws(VoucherError) {
        var lines: [Line] = []
        var (debits, credits) = (Money.zero, Money.zero)
        for posting in postings {
            switch posting {
            case .debit(let account, let amount):
                if amount.isNegative { throw .negative(account, amount) }
                debits += amount
                if !amount.isZero { lines.append(Line(account: account, debit: amount, credit: .zero)) }
            case .credit(let account, let amount):
                if amount.isNegative { throw .negative(account, amount) }
                credits += amount
                if !amount.isZero { lines.append(Line(account: account, debit: .zero, credit: amount)) }
            }
        }
        guard debits == credits else { throw .unbalanced(debits: debits, credits: credits) }
        if lines.isEmpty { return nil }
        self.text = text
        self.lines = lines
    }

    /// The sum of the debits, which is the sum of the credits.
    public var total: Money { lines.reduce(.zero) { $0 + $1.debit } }
}

/// Postings that are no voucher.
public enum VoucherError: Error, Sendable, Equatable {
    case negative(Account, Money)
    case unbalanced(debits: Money, credits: Money)
}
