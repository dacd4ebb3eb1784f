import Kernel
import ServiceRuntime

/// Everything oa-service answers to: data under /oa/api, pages under /oa.
let routes: [Route] =
    sessionRoutes("sessions", .staff) + signInRoutes + apiKeyRoutes + staffRoutes + tripRoutes + approvalRoutes
    + attendanceRoutes + savedViewRoutes

private let signInRoutes: [Route] = [
    action(.post, "sessions", "Sign in as a member of staff", .anyone, status: 201, signIn),
    action(.post, "sessions/code", "The second step of a browser's sign-in", .anyone, status: 201, signInWithCode),
    action(
        .post, "second-factor/enrolments", "Begin with an authenticator app, before signing in", .anyone, status: 201,
        beginEnrolment),
    action(.post, "password-resets", "Choose a new password by a link", .anyone, then: "/oa/sign-in", resetPassword),
    query("me", "Who is signed in", .signedIn, me),
    action(.post, "me/password", "Change one's own password", .staff, then: "/oa/account", changePassword),
    action(
        .post, "me/second-factor/enrolments", "Begin with an authenticator app", .staff, status: 201,
        then: "/oa/account", beginOwnEnrolment
    ).afterProof,
    action(.post, "me/proofs", "Prove again who one is, for what is sensitive", .staff, status: 201, proveAgain),
    page("prove", template: "prove", title: "prove_title", .staff, provePage),
    action(.post, "me/second-factor", "Confirm it with the first code", .staff, then: "/oa/account", confirmEnrolment),
    action(
        .post, "me/recovery-codes", "Ten new recovery codes", .staff, status: 201, then: "/oa/account",
        makeRecoveryCodes),
    query("me/notices", "What one was told about one's account, the newest first", .staff, listAccountNotices),
    command(
        "me/notices/{id}/note", "Take note of it", .staff, then: "/oa/account", noteAccountNotice),
    action(
        .post, "staff/{id}/password-resets", "Make a link with which somebody chooses a new password",
        .roles(.administrator), status: 201, then: "/oa/staff/{id}", makeResetLink
    ).afterProof,
    command(
        .delete, "staff/{id}/second-factor", "Take somebody's authenticator app away", .roles(.administrator),
        then: "/oa/staff/{id}", takeSecondFactorAway
    ).afterProof,
    page("sign-in/code", template: "sign-in-code", title: "code_title", .anyone, codePage),
    page("sign-in/enrolment", template: "sign-in-enrolment", title: "enrolment_title", .anyone, enrolmentPage),
    page("password-reset", template: "password-reset", title: "reset_title", .anyone, passwordResetPage),
    page("account", template: "account", title: "account_title", .staff, accountPage),
]

/// Signing in at the company's identity provider.
/// The staff's door, and the way through the company's identity provider.
func doorRoutes(_ openID: SignInByOpenID) -> [Route] {
    [
        page("sign-in", template: "sign-in", title: "title_sign_in", .anyone) { (query: SignInQuery, _) in
            SignInView(query, hasProvider: openID.provider != nil)
        },
        page("openid/start", template: "openid", title: "openid_title", .anyone, openID.start).askingOthers(),
        page("openid/callback", template: "openid", title: "openid_title", .anyone, openID.finish).askingOthers(),
    ]
}

private let apiKeyRoutes: [Route] = [
    query("api-keys", "The keys of machines, the newest first", .roles(.administrator), listApiKeys),
    action(
        .post, "api-keys", "Make a key for a machine; it is shown once", .roles(.administrator), status: 201,
        then: "/oa/api-keys", makeApiKey
    ).afterProof,
    command(
        .delete, "api-keys/{id}", "Take a key back", .roles(.administrator), then: "/oa/api-keys", takeApiKeyBack),
    page("api-keys", template: "api-keys", title: "keys_title", .roles(.administrator), apiKeysPage).afterProof,
]

private let staffRoutes: [Route] = [
    query("staff", "The staff directory", .staff, listStaff),
    command(
        "staff", "Add a member of staff", .roles(.administrator), status: 201, then: "/oa/staff", addStaff
    ).afterProof,
    query("staff/{id}", "A member of staff", .staff, oneMember),
    lookup(
        "staff", for: ["staffID", "companions"], byNumber: ["managerLogin", "actsFor"],
        "Those who work here, by a part of sign-in name or name", .staff, lookUpStaff),
    command(
        .put, "staff/{id}", "Change a member of staff", .roles(.administrator), then: "/oa/staff",
        edits: true, changeStaff
    ).afterProof,
    page("staff", template: "staff", title: "staff_title", .staff, staffPage),
    page("staff/new", template: "staff-form", title: "staff_add", .roles(.administrator), addStaffPage).afterProof,
    page("staff/{id}", template: "staff-form", title: "staff_change", .roles(.administrator), changeStaffPage)
        .afterProof,
]

private let tripRoutes: [Route] = [
    query("trips", "The trips one may see, newest first", .staff, listTrips),
    query("trips/{id}", "A trip", .staff, tripDetails),
    command("trips", "File a trip", .staff, status: 201, then: "/oa/trips/{id}", fileTrip),
    command("trips/{id}/withdraw", "Take a trip back", .staff, then: "/oa/trips/{id}", withdrawTrip),
    command("trips/{id}/complete", "Report a trip's outcome", .staff, then: "/oa/trips/{id}", completeTrip),
    command("trips/{id}/acknowledge", "Take note of a decline", .staff, then: "/oa/trips/{id}", acknowledgeTrip),
    page("trips", template: "trips", title: "trips_title", .staff, tripsPage),
    page("trips/new", template: "trip-new", title: "trip_file", .staff, fileTripPage),
    page("trips/{id}", template: "document", title: "trip_title", .staff, tripPage),
]

private let approvalRoutes: [Route] = [
    query("approvals", "The tasks that wait for one's answer", .staff, listTasks),
    query("approvals/decided", "The answers one gave, the latest first", .staff, listDecided),
    query("approvals/{id}", "An approval with its course", .staff, approvalDetails),
    command(
        "approval-tasks/{id}/approve", "Agree", .staff, then: "/oa/approvals", approveTask),
    commandForSeveral(
        "approval-tasks/approve", "Agree to several", .staff, each: "approval-tasks/{id}/approve", then: "/oa/approvals"
    ) {
        try await approveTask(ApproveTask(id: $0), $1)
    },
    command(
        "approval-tasks/{id}/reject", "Refuse, with a reason", .staff, then: "/oa/approvals", rejectTask),
    command(
        "approvals/{id}/withdraw", "Take a request back", .staff, then: "/oa/approvals/{id}", withdrawApproval),
    command(
        "approvals/{id}/comments", "Add a remark", .staff, status: 201, then: "/oa/approvals/{id}",
        commentOnApproval),
    query("approval-routes", "How many superiors answer for what amount", .staff, approvalRoutes),
    command(
        "approval-routes", "Set how many superiors answer from an amount on", .roles(.administrator),
        then: "/oa/approval-routes", setApprovalRoute),
    command(
        "approval-routes/removal", "Remove such a rule", .roles(.administrator), then: "/oa/approval-routes",
        removeApprovalRoute),
    page(
        "approval-routes", template: "approval-routes", title: "routes_title", .roles(.administrator),
        approvalRoutesPage),
    page("approvals", template: "approvals", title: "approvals_title", .staff, approvalsPage),
    page("approvals/decided", template: "approvals", title: "approvals_decided", .staff, decidedPage),
    page("approvals/{id}", template: "document", title: "approval_title", .staff, approvalPage),
]

private let attendanceRoutes: [Route] = [
    query("attendance", "A person's days: one's own, or another's for HR and superiors", .staff, attendance),
    command(
        "attendance/days", "Record what a person did on a day", .roles(.hr),
        then: "/oa/attendance?staffID={staffID}&month={month}", recordAttendance),
    command(
        "attendance/weeks", "Record what a person did on several days", .roles(.hr),
        then: "/oa/attendance?staffID={staffID}&month={month}", recordSeveralDays),
    page("attendance", template: "attendance", title: "attendance_title", .staff, attendancePage),
    page(
        "attendance/week", template: "attendance-week", title: "attendance_week_title", .roles(.hr), attendanceWeekPage),
]
