import EventContracts
import Foundation
import Kernel

/// A member of staff was added or changed.
public struct StaffChanged: Event {
    public static let type = "oa.staff.changed"
    public static let summary = "A member of staff was added or changed."
    public var staffID: StaffID
    public var login: String
    public var name: String
    public var nameZh: String?
    public var email: String?
    public var roles: [Role]
    public var managerID: StaffID?
    public var active: Bool
    public var department: String?
    /// The last day at work, when it is known.
    public var leavesOn: BusinessDate?

    public init(
        staffID: StaffID, login: String, name: String, nameZh: String? = nil, email: String? = nil, roles: [Role],
        managerID: StaffID? = nil, active: Bool, department: String? = nil, leavesOn: BusinessDate? = nil
    ) {
        self.staffID = staffID
        self.login = login
        self.name = name
        self.nameZh = nameZh
        self.email = email
        self.roles = roles
        self.managerID = managerID
        self.active = active
        self.department = department
        self.leavesOn = leavesOn
    }
    public var aggregate: UUID { staffID.rawValue }
    public var label: String? { name }
}
