/// A field of a form: its name is that of the command's input, its label a key of the catalogues.
public struct FormField: Sendable {
    enum Input: Sendable {
        case line(type: String, mode: String?, pattern: String?)
        case area
        case choice([Choice])
        case reference(among: String)
    }
    let name: String
    let key: String
    var about: String?
    let input: Input
    let value: String
    let isRequired: Bool
    let longest: Int?
    let unit: String?
    let help: String?

    /// - Parameter longest: how many characters it takes.
    public static func text(
        _ name: String, _ key: String, value: String = "", isRequired: Bool = false, longest: Int? = nil,
        help: String? = nil
    ) -> FormField {
        FormField(
            name: name, key: key, input: .line(type: "text", mode: nil, pattern: nil), value: value,
            isRequired: isRequired, longest: longest, unit: nil, help: help)
    }
    /// Several lines.
    public static func area(_ name: String, _ key: String, isRequired: Bool = false, help: String? = nil) -> FormField {
        FormField(
            name: name, key: key, input: .area, value: "", isRequired: isRequired, longest: nil, unit: nil, help: help)
    }
    /// An amount in the company's currency.
    public static func money(
        _ name: String, _ key: String, value: String = "", isRequired: Bool = false, help: String? = nil
    ) -> FormField {
        FormField(
            name: "\(name).amount", key: key,
            input: .line(type: "text", mode: "decimal", pattern: #"[0-9]+(\.[0-9]{1,2})?"#), value: value,
            isRequired: isRequired, longest: nil, unit: "¥", help: help)
    }
    /// A number with up to six places.
    /// - Parameter about: what distinguishes it from others of the same name.
    public static func number(
        _ name: String, _ key: String, about: String? = nil, value: String = "", isRequired: Bool = false,
        unit: String? = nil, help: String? = nil
    ) -> FormField {
        FormField(
            name: name, key: key, about: about,
            input: .line(type: "text", mode: "decimal", pattern: #"[0-9]+(\.[0-9]{1,6})?"#),
            value: value, isRequired: isRequired, longest: nil, unit: unit, help: help)
    }
    public static func day(_ name: String, _ key: String, value: String = "") -> FormField {
        FormField(
            name: name, key: key, input: .line(type: "date", mode: nil, pattern: nil), value: value, isRequired: false,
            longest: nil, unit: nil, help: nil)
    }
    /// One of several.
    public static func choice(_ name: String, _ key: String, _ choices: [Choice], help: String? = nil) -> FormField {
        FormField(
            name: name, key: key, input: .choice(choices), value: "", isRequired: false, longest: nil, unit: nil,
            help: help)
    }

    /// Something among many, found by a part of its number or of its name.
    /// - Parameters:
    ///   - among: the name of the ``lookup(_:for:byNumber:_:_:_:)`` that finds it; the field must be one of its fields.
    ///   - value: what it refers to now, as ``LookupEntry/shown``.
    public static func reference(
        _ name: String, _ key: String, among: String, about: String? = nil, value: String = "",
        isRequired: Bool = false, help: String? = nil
    ) -> FormField {
        FormField(
            name: name, key: key, about: about, input: .reference(among: among), value: value, isRequired: isRequired,
            longest: nil, unit: nil, help: help)
    }

    /// The field as the template `form-field` shows it.
    public struct View: Codable, Sendable {
        let fieldID: String
        let fieldName: String
        let fieldLabel: String
        let fieldType: String?
        let isArea: Bool
        let isChoice: Bool
        let fieldChoices: [Choice]
        let fieldValue: String
        let fieldMode: String?
        let fieldPattern: String?
        let fieldLongest: String?
        let fieldUnit: String?
        let fieldHelp: String?
        let isRequired: Bool
        /// Where what it refers to is found.
        let lookupPath: String?
    }

    /// - Parameter form: what its form is called on the page: no two fields of a page have the same id.
    public func view(of form: String, _ call: some Calling) -> View {
        var (type, mode, pattern): (String?, String?, String?) = (nil, nil, nil)
        var (isArea, choices, lookupPath): (Bool, [Choice]?, String?) = (false, nil, nil)
        switch input {
        case .line(let lineType, let lineMode, let linePattern):
            (type, mode, pattern) = (lineType, lineMode, linePattern)
        case .area: isArea = true
        case .choice(let given): choices = given
        case .reference(let among): lookupPath = "\(call.service.prefix)/api/lookups/\(among)"
        }
        let id = name.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
        return View(
            fieldID: "\(form)-\(id)", fieldName: name,
            fieldLabel: [call.text(key), about].compactMap(\.self).joined(separator: " · "),
            fieldType: type, isArea: isArea,
            isChoice: choices != nil, fieldChoices: choices ?? [], fieldValue: value, fieldMode: mode,
            fieldPattern: pattern, fieldLongest: longest.map { "\($0)" }, fieldUnit: unit, fieldHelp: help,
            isRequired: isRequired, lookupPath: lookupPath)
    }
}
