/// How many pieces a password is made of, when what programs that guess try as one piece is one: a name, a common word
/// or password, keys beside each other, letters and digits in order, a year, a repetition. Anything else is a piece for
/// each character.
struct PasswordPieces {
    private static let shortest = 3
    /// Three keys beside each other are in many a word: "tre", "pon".
    private static let shortestRow = 4
    private static let rows: [[Character]] = {
        let rows = [
            "1234567890-=", "!@#$%^&*()_+", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "0123456789",
            "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "qazwsxedcrfvtgbyhnujmikolp",
            "1q2w3e4r5t6y7u8i9o0p", "1a2b3c4d5e6f7g8h9i",
        ]
        return rows.flatMap { [Array($0), $0.reversed()] }
    }()
    private static let known = PasswordPolicy.words.union(PasswordPolicy.commonest)
    private static let longestKnown = known.map(\.count).max() ?? 0

    private let text: [Character]
    private let names: [[Character]]

    /// - Parameter names: of the person, as a whole and in their parts.
    static func count(in password: String, names: [String]) -> Int {
        PasswordPieces(password, names).count
    }

    private init(_ password: String, _ names: [String]) {
        text = Array(password.lowercased())
        self.names = names.flatMap { name in
            let parts = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(Array.init)
            return parts + [parts.flatMap { $0 }, Array(name.lowercased())]
        }.filter { $0.count >= Self.shortest }
    }

    private var count: Int {
        var (index, pieces) = (0, 0)
        while index < text.count {
            index += max(1, longestPiece(at: index))
            pieces += 1
        }
        return pieces
    }

    private func longestPiece(at index: Int) -> Int {
        let rest = text[index...]
        let lengths = [
            word(rest), name(rest), rest.prefix { $0 == text[index] }.count, row(rest), year(rest), repetition(index),
        ]
        return lengths.filter { $0 >= Self.shortest }.max() ?? 0
    }

    private func word(_ rest: ArraySlice<Character>) -> Int {
        let most = min(rest.count, Self.longestKnown)
        guard most >= Self.shortest else { return 0 }
        return (Self.shortest...most).last { Self.known.contains(String(rest.prefix($0))) } ?? 0
    }

    private func name(_ rest: ArraySlice<Character>) -> Int {
        names.filter { rest.starts(with: $0) }.map(\.count).max() ?? 0
    }

    private func row(_ rest: ArraySlice<Character>) -> Int {
        let lengths = Self.rows.flatMap { row in row.indices.map { zip(row[$0...], rest).prefix { $0 == $1 }.count } }
        return lengths.filter { $0 >= Self.shortestRow }.max() ?? 0
    }

    private func year(_ rest: ArraySlice<Character>) -> Int {
        guard let year = Int(String(rest.prefix(4))), (1900..<2100).contains(year) else { return 0 }
        return 4
    }

    /// What stood before, as a whole.
    private func repetition(_ index: Int) -> Int {
        (0..<index).map { start in zip(text[start..<index], text[index...]).prefix { $0 == $1 }.count }.max() ?? 0
    }
}
