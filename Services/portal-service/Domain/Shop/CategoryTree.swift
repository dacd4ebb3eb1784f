import Kernel

/// The identifier of a category of the shop.
public typealias CategoryID = ID<CategoryTree.Category>

/// The categories of the shop: a tree, in the order in which people see them. Whatever is done to it, nothing stands below
/// itself, nothing is deeper than ``deepest``, and no two of one place are called the same.
public struct CategoryTree: Sendable, Hashable {
    /// One category.
    public struct Category: Sendable, Hashable {
        public let id: CategoryID
        /// What it stands under; nil at the top.
        public internal(set) var parent: CategoryID?
        public internal(set) var name: CategoryName
        /// What ERP calls products that come here by themselves; nil when only people put them here.
        public internal(set) var erpCategory: String?

        public init(id: CategoryID, parent: CategoryID?, name: CategoryName, erpCategory: String?) {
            (self.id, self.parent, self.name, self.erpCategory) = (id, parent, name, erpCategory)
        }
    }

    /// The most levels: a person finds nothing below them.
    public static let deepest = 4
    /// The most categories; every page of the shop shows the tree.
    public static let most = 500

    private var categories: [CategoryID: Category] = [:]
    private var order: [CategoryID?: [CategoryID]] = [:]

    public init() {}

    /// A tree as it was kept: siblings in their order.
    public init(kept: [Category]) {
        for category in kept {
            categories[category.id] = category
            order[category.parent, default: []].append(category.id)
        }
    }

    /// What stands directly under a category, or at the top, in order.
    public func children(of parent: CategoryID?) -> [Category] { (order[parent] ?? []).compactMap { categories[$0] } }

    public subscript(id: CategoryID) -> Category? { categories[id] }

    /// Every category with its level, 1 at the top, in the order of reading.
    public var inOrder: [(category: Category, level: Int)] { inOrder(under: nil, level: 1) }

    private func inOrder(under parent: CategoryID?, level: Int) -> [(category: Category, level: Int)] {
        children(of: parent).flatMap { [($0, level)] + inOrder(under: $0.id, level: level + 1) }
    }

    /// The way from the top to the category, itself included; empty when there is no such category.
    public func path(to id: CategoryID) -> [Category] {
        var path: [Category] = []
        var next = categories[id]
        while let category = next {
            path.insert(category, at: 0)
            next = category.parent.flatMap { categories[$0] }
        }
        return path
    }

    /// The category and everything below it.
    public func subtree(of id: CategoryID) -> [CategoryID] {
        guard categories[id] != nil else { return [] }
        return [id] + (order[id] ?? []).flatMap { subtree(of: $0) }
    }

    /// How many levels the category and what is below it take.
    private func height(of id: CategoryID) -> Int { 1 + ((order[id] ?? []).map { height(of: $0) }.max() ?? 0) }
}

extension CategoryTree {
    /// Adds a category after its siblings.
    public mutating func add(_ category: Category) throws(CategoryTreeError) {
        guard categories.count < Self.most else { throw .tooMany }
        try check(category, height: 1)
        categories[category.id] = category
        order[category.parent, default: []].append(category.id)
    }

    /// Gives a category another name, or other products of ERP's.
    public mutating func change(
        _ id: CategoryID, name: CategoryName, erpCategory: String?
    ) throws(CategoryTreeError) {
        guard var category = categories[id] else { throw .unknown(id) }
        category.name = name
        category.erpCategory = erpCategory
        try check(category, height: height(of: id))
        categories[id] = category
    }

    /// Puts a category, and what is below it, somewhere else.
    ///
    /// - Parameter place: how many siblings stand before it there; at the end when nil or more than there are.
    public mutating func move(_ id: CategoryID, under parent: CategoryID?, place: Int?) throws(CategoryTreeError) {
        guard var category = categories[id] else { throw .unknown(id) }
        if let parent, subtree(of: id).contains(parent) { throw .belowItself(category.name) }
        let before = category.parent
        category.parent = parent
        try check(category, height: height(of: id))
        order[before]?.removeAll { $0 == id }
        let siblings = order[parent]?.count ?? 0
        order[parent, default: []].insert(id, at: min(max(place ?? siblings, 0), siblings))
        categories[id] = category
    }

    /// Takes away a category that has nothing below it.
    /// - Returns: what it stood under, where its products go.
    @discardableResult
    public mutating func remove(_ id: CategoryID) throws(CategoryTreeError) -> CategoryID? {
        guard let category = categories[id] else { throw .unknown(id) }
        guard (order[id] ?? []).isEmpty else { throw .notEmpty(category.name) }
        categories[id] = nil
        order[category.parent]?.removeAll { $0 == id }
        return category.parent
    }

    private func check(_ category: Category, height: Int) throws(CategoryTreeError) {
        if let parent = category.parent, categories[parent] == nil { throw .unknown(parent) }
        let above = category.parent.map { path(to: $0).count } ?? 0
        guard above + height <= Self.deepest else { throw .tooDeep }
        for sibling in children(of: category.parent) where sibling.id != category.id {
            if sibling.name.english == category.name.english { throw .nameTaken(sibling.name.english) }
            if sibling.name.chinese == category.name.chinese { throw .nameTaken(sibling.name.chinese) }
        }
        guard let word = category.erpCategory else { return }
        if let other = categories.values.first(where: { $0.erpCategory == word && $0.id != category.id }) {
            throw .wordTaken(word, by: other.name)
        }
    }
}

/// Why the tree cannot be changed like that.
public enum CategoryTreeError: Error, Hashable, Sendable {
    case name(CategoryName.Tongue)
    case unknown(CategoryID)
    case belowItself(CategoryName)
    case tooDeep
    case tooMany
    case nameTaken(String)
    case notEmpty(CategoryName)
    /// Products that ERP calls so already go elsewhere.
    case wordTaken(String, by: CategoryName)
}
