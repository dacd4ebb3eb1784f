import Kernel
import PortalDomain
import Testing

@Suite struct CategoryTreeTests {
    private static func category(
        _ name: String, under parent: CategoryID? = nil, erp word: String? = nil
    ) throws -> CategoryTree.Category {
        CategoryTree.Category(
            id: CategoryID(), parent: parent, name: try CategoryName(english: name, chinese: "中\(name)"),
            erpCategory: word)
    }

    @Test func aCategoryIsFoundByItsWayFromTheTop() throws {
        var tree = CategoryTree()
        let gifts = try Self.category("Gifts")
        let cups = try Self.category("Cups", under: gifts.id)
        let pens = try Self.category("Pens", under: gifts.id)
        for category in [gifts, cups, pens] { try tree.add(category) }
        #expect(tree.path(to: pens.id).map(\.name.english) == ["Gifts", "Pens"])
        #expect(tree.subtree(of: gifts.id) == [gifts.id, cups.id, pens.id])
        #expect(tree.inOrder.map(\.level) == [1, 2, 2])
        try tree.move(pens.id, under: gifts.id, place: 0)
        #expect(tree.children(of: gifts.id).map(\.id) == [pens.id, cups.id])
    }

    @Test func whatCannotBeIsRefused() throws {
        var tree = CategoryTree()
        let gifts = try Self.category("Gifts", erp: "G")
        let cups = try Self.category("Cups", under: gifts.id)
        for category in [gifts, cups] { try tree.add(category) }
        let stranger = CategoryID()
        #expect(throws: CategoryTreeError.belowItself(gifts.name)) {
            try tree.move(gifts.id, under: cups.id, place: nil)
        }
        #expect(throws: CategoryTreeError.belowItself(gifts.name)) {
            try tree.move(gifts.id, under: gifts.id, place: nil)
        }
        #expect(throws: CategoryTreeError.unknown(stranger)) { try tree.move(cups.id, under: stranger, place: nil) }
        #expect(throws: CategoryTreeError.nameTaken("Gifts")) { try tree.add(try Self.category("Gifts")) }
        #expect(throws: CategoryTreeError.wordTaken("G", by: gifts.name)) {
            try tree.add(try Self.category("Other", erp: "G"))
        }
        #expect(throws: CategoryTreeError.notEmpty(gifts.name)) { try tree.remove(gifts.id) }
        #expect(throws: CategoryTreeError.name(.chinese)) { _ = try CategoryName(english: "A", chinese: " ") }
    }

    @Test func thereIsABottom() throws {
        var tree = CategoryTree()
        var parent: CategoryID?
        for level in 1...CategoryTree.deepest {
            let category = try Self.category("Level \(level)", under: parent)
            try tree.add(category)
            parent = category.id
        }
        #expect(throws: CategoryTreeError.tooDeep) { try tree.add(try Self.category("Deeper", under: parent)) }
        // A branch of two levels does not fit where only one is left.
        let top = try Self.category("Branch")
        let leaf = try Self.category("Leaf", under: top.id)
        for category in [top, leaf] { try tree.add(category) }
        let lastButOne = tree.path(to: try #require(parent))[CategoryTree.deepest - 2].id
        #expect(throws: CategoryTreeError.tooDeep) { try tree.move(top.id, under: lastButOne, place: nil) }
        try tree.move(leaf.id, under: lastButOne, place: 0)
    }

    /// Whatever is tried, and whether it is allowed or refused, what is left is a tree.
    @Test(arguments: 0..<60) func itStaysATree(seed: UInt64) throws {
        var random = SeededNumbers(seed)
        var tree = CategoryTree()
        for step in 0..<120 {
            let ids = tree.inOrder.map(\.category.id)
            let parent = Int.random(in: 0...3, using: &random) == 0 ? nil : ids.randomElement(using: &random)
            let before = tree
            do {
                switch (Int.random(in: 0...5, using: &random), ids.randomElement(using: &random)) {
                case (0, let id?): try tree.remove(id)
                case (1...3, let id?):
                    try tree.move(id, under: parent, place: Int.random(in: -1...4, using: &random))
                case (4, let id?):
                    try tree.change(id, name: try CategoryName(english: "N\(step % 7)", chinese: "名"), erpCategory: nil)
                default: try tree.add(try Self.category("C\(step % 9)", under: parent))
                }
            } catch is CategoryTreeError {
                #expect(tree == before)
            }
            check(tree)
        }
    }

    private func check(_ tree: CategoryTree) {
        let all = tree.inOrder
        let ids = all.map(\.category.id)
        #expect(Set(ids).count == ids.count)
        for (category, level) in all {
            #expect(level <= CategoryTree.deepest)
            let path = tree.path(to: category.id)
            #expect(path.count == level)
            #expect(path.dropLast().last?.id == category.parent)
            #expect(Set(tree.subtree(of: category.id)).isDisjoint(with: path.dropLast().map(\.id)))
            let siblings = tree.children(of: category.parent)
            #expect(Set(siblings.map(\.name.english)).count == siblings.count)
        }
        // It is kept in reading order, and comes back the same.
        #expect(CategoryTree(kept: all.map(\.category)).inOrder.map(\.category) == all.map(\.category))
    }
}
