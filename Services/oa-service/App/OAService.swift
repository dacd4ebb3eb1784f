import CRMEvents
import ERPEvents
import Foundation
import OAEvents
import PortalEvents
import ServiceRuntime

/// oa-service as a value: people, sign-in, trips, approvals, attendance.
public enum OAService {
    public static func definition(_ configuration: ServiceConfiguration) -> ServiceDefinition {
        let sender = MessageFiles(ProcessInfo.processInfo.environment)
        let openID = Result {
            try OpenIDConfiguration(ProcessInfo.processInfo.environment, publicURL: configuration.publicURL)
        }
        let provider = (try? openID.get()).flatMap { $0 }.map { OpenIDProvider($0) }
        return ServiceDefinition(
            publisher: OA.self, catalog: OA.catalog, follows: [CRM.catalog, ERP.catalog, Portal.catalog],
            resources: .module, routes: routes + doorRoutes(SignInByOpenID(provider: provider)),
            subscriptions: subscriptions, figures: figures,
            visibility: visibility, people: personOfStaff,
            background: [{ LeaveDates(context: $0) }, { Letters(context: $0, sender: sender) }],
            bootstrap: { context in
                _ = try openID.get()
                try await sealSecrets(context)
                try await addFirstAdministrator(context)
            })
    }
}
