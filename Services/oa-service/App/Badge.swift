import OADomain
import ServiceRuntime

/// A state as readers see it: its word and its colour.
struct Badge: Codable, Sendable {
    var text: String
    /// A Bootstrap colour.
    var colour: String

    init(_ state: TripState, _ call: some Calling) {
        text = call.text("state_\(state.rawValue)")
        colour =
            switch state {
            case .submitted: "secondary"
            case .approved: "info"
            case .funded, .completed: "success"
            case .rejected, .undone: "danger"
            case .withdrawn: "light"
            }
    }

    init(_ state: ApprovalState, _ call: some Calling) {
        text = call.text("state_\(state.rawValue)")
        colour =
            switch state {
            case .open: "secondary"
            case .approved: "success"
            case .rejected: "danger"
            case .withdrawn: "light"
            }
    }

    init(_ state: TaskState, _ call: some Calling) {
        text = call.text("state_\(state.rawValue)")
        colour =
            switch state {
            case .open: "warning"
            case .approved: "success"
            case .rejected: "danger"
            case .notNeeded: "light"
            }
    }

    init(_ status: AttendanceStatus, _ call: some Calling) {
        text = call.text("attendance_\(status.rawValue)")
        colour =
            switch status {
            case .onTrip: "primary"
            case .present: "success"
            case .absent: "danger"
            case .leave: "warning"
            case .rest, .unmarked: "light"
            }
    }
}
