import Crypto
import Foundation

/// What a template is given, made of a view once.
enum PageValue {
    /// Something to show.
    case text(String)
    case flag(Bool)
    case list(PageList)
    case object(PageObject)

    /// - Throws: what the view's own encoding throws.
    init(_ view: some Encodable) throws {
        self = try PageEncoder.value(of: view) ?? .object(PageObject())
    }

    /// Its members; none of what is no object.
    var object: PageObject { if case .object(let object) = self { object } else { PageObject() } }
}

/// What has members, in the order in which they came; they are few.
final class PageObject {
    private var members: [(name: String, value: PageValue)] = []

    subscript(_ name: String) -> PageValue? {
        get {
            for member in members where member.name == name { return member.value }
            return nil
        }
        set { if let newValue { members.append((name, newValue)) } }
    }

    fileprivate func describe(_ say: (String) -> Void) {
        for member in members {
            say(member.name)
            member.value.describe(say)
        }
    }
}

final class PageList {
    var elements: [PageValue] = []
}

extension PageValue {
    /// The same for pages that show the same, in whatever process.
    var mark: String {
        var shown: [UInt8] = []
        shown.reserveCapacity(65_536)
        describe { part in
            var part = part
            part.withUTF8 { shown += $0 }
            shown.append(0)
        }
        return Data(SHA256.hash(data: shown).prefix(12)).base64URL
    }

    /// The ids of all that is shown or led to.
    var ids: Set<UUID> {
        var ids: Set<UUID> = []
        describe { text in
            guard text.utf8.count >= 36 else { return }
            for part in text.split(whereSeparator: { "/?=&#".contains($0) }) where part.utf8.count == 36 {
                if let id = UUID(uuidString: String(part)) { ids.insert(id) }
            }
        }
        return ids
    }

    /// Says every name and text, and where lists and objects begin and end.
    fileprivate func describe(_ say: (String) -> Void) {
        switch self {
        case .text(let text): say(text)
        case .flag(let flag): say(flag ? "yes" : "no")
        case .list(let list):
            say("[")
            for element in list.elements { element.describe(say) }
            say("]")
        case .object(let object):
            say("{")
            object.describe(say)
            say("}")
        }
    }
}
