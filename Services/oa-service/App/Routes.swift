import Kernel
import ServiceRuntime

/// Everything oa-service answers to: data under /oa/api, pages under /oa.
let routes: [Route] = sessionRoutes("sessions", .staff) + staffRoutes + tripRoutes + approvalRoutes + attendanceRoutes

private let staffRoutes: [Route] = [
    action(.post, "sessions", "Sign in as a member of staff", .anyone, status: 201, signIn),
    query("me", "Who is signed in", .signedIn, me),
    query("staff", "The staff directory", .staff, listStaff),
    command(
        "staff", "Add a member of staff", .roles(.administrator), status: 201, then: "/oa/staff", addStaff),
    query("staff/{id}", "A member of staff", .staff, oneMember),
    command(
        .put, "staff/{id}", "Change a member of staff", .roles(.administrator), then: "/oa/staff",
        edits: true, changeStaff),
    page("staff", template: "staff", title: "staff_title", .staff, staffPage),
    page("staff/new", template: "staff-form", title: "staff_add", .roles(.administrator), addStaffPage),
    page("staff/{id}", template: "staff-form", title: "staff_change", .roles(.administrator), changeStaffPage),
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
    page("trips/{id}", template: "trip", title: "trip_title", .staff, tripPage),
]

private let approvalRoutes: [Route] = [
    query("approvals", "The tasks that wait for one's answer", .staff, listTasks),
    query("approvals/{id}", "An approval with its course", .staff, approvalDetails),
    command(
        "approval-tasks/{id}/approve", "Agree", .staff, then: "/oa/approvals", approveTask),
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
    page("approvals/{id}", template: "approval", title: "approval_title", .staff, approvalPage),
]

private let attendanceRoutes: [Route] = [
    query("attendance", "A person's days: one's own, or another's for HR and superiors", .staff, attendance),
    command(
        "attendance/days", "Record what a person did on a day", .roles(.hr), then: "/oa/attendance?staffID={staffID}",
        recordAttendance),
    page("attendance", template: "attendance", title: "attendance_title", .staff, attendancePage),
]
