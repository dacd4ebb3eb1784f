import CRMEvents
import ERPEvents
import Foundation
import OAEvents
import PortalEvents
import ServiceRuntime

/// oa-service as a value: people, sign-in, trips, approvals, attendance.
public enum OAService {
    public static func definition(_ configuration: ServiceConfiguration) -> ServiceDefinition {
        ServiceDefinition(
            publisher: OA.self, catalog: OA.catalog, follows: [CRM.catalog, ERP.catalog, Portal.catalog],
            resources: .module, routes: routes, subscriptions: subscriptions, figures: figures,
            visibility: visibility, people: personOfStaff,
            background: [{ LeaveDates(context: $0) }], bootstrap: addFirstAdministrator)
    }
}
