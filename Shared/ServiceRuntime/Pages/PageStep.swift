/// One of the steps in which something is done, shown by `{{> steps}}`. A page that has them names them `steps`.
public struct PageStep: Codable, Sendable {
    let stepName: String
    let stepPlace: Int
    let isBehind: Bool
    let isHere: Bool

    /// - Parameters:
    ///   - keys: the keys of what the steps are called.
    ///   - place: which of them one is at, from 0.
    public static func steps(_ keys: [String], at place: Int, _ call: some Calling) -> [PageStep] {
        keys.enumerated().map { number, key in
            PageStep(
                stepName: call.text(key), stepPlace: number + 1, isBehind: number < place, isHere: number == place)
        }
    }
}
