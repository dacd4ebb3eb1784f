/// Telephone numbers as people write them: `+86 138-0000-1234`.
public enum Telephone {
    private static let fewest = 5

    /// The digits of a telephone number or of a good part of one; nil where the text is something else.
    public static func digits(of text: String) -> String? {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        let isOne = text.allSatisfy { ($0.isASCII && $0.isNumber) || " +-()./".contains($0) }
        return isOne && digits.count >= fewest ? digits : nil
    }
}
