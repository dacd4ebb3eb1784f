import Kernel
import Postgres
import ServiceRuntime

/// The form for a member of staff: a new one, or one that is changed.
struct StaffForm: Codable, Sendable {
    var heading: String, action: String, submit: String
    var isNew: Bool
    var etag: String?
    var name: String, nameZh: String, login: String, email: String, department: String, leavesOn: String
    var roles: [Choice]
    var manager: FormField.View
    var id: String
    var isEnrolled: Bool
    /// A link for a new password that was made just now.
    var resetLink: String?
}

func addStaffPage(_ input: NoInput, _ call: Call) async throws -> StaffForm {
    try await form(nil, call, action: "/oa/api/staff", title: "staff_add")
}

/// A member of staff by id.
struct StaffPath: Codable, Sendable {
    var id: StaffID
}

func changeStaffPage(_ input: StaffPath, _ call: Call) async throws -> StaffForm {
    let member = try await oneMember(input, call)
    return try await form(member, call, action: "/oa/api/staff/\(member.id)/_put", title: "staff_change")
}

func oneMember(_ input: StaffPath, _ call: Call) async throws -> Member {
    guard let member = try await Member.find(input.id, call.database) else {
        throw Problem.notFound("member of staff", input.id)
    }
    return member.seen(by: try call.signedIn())
}

private func form(_ member: Member?, _ call: Call, action: String, title: String) async throws -> StaffForm {
    let isEnrolled = try await call.database.one(
        "select exists (select from second_factor where staff_id = \(member?.id) and enrolled_at is not null)",
        as: Bool.self)
    let manager = FormField.reference(
        "managerLogin", "staff_manager", among: "staff", value: try await Colleague.shown(member?.managerID, call),
        help: call.text("staff_manager_help"))
    return StaffForm(
        heading: call.text(title), action: action, submit: call.text(member == nil ? "staff_add" : "action_save"),
        isNew: member == nil, etag: member?.etag,
        name: member?.name ?? "", nameZh: member?.nameZh ?? "", login: member?.login ?? "",
        email: member?.email ?? "", department: member?.department ?? "",
        leavesOn: member?.leavesOn?.description ?? "",
        roles: Role.allCases.map {
            .init(
                value: $0.rawValue, label: call.text("role_\($0.rawValue)"),
                chosen: member?.roles.contains($0) ?? false)
        },
        manager: manager.view(of: "staff", call), id: member?.id.description ?? "", isEnrolled: isEnrolled,
        resetLink: member == nil ? nil : call.shownOnce)
}
