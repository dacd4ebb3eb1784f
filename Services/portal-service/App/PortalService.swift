import CRMEvents
import ERPEvents
import Foundation
import OAEvents
import PortalEvents
import ServiceRuntime

/// The one window of the company: the shop, the workbench, the chains.
public enum PortalService {
    /// portal-service as a value: what `main` runs and what the tests run.
    public static func definition(_ configuration: ServiceConfiguration) -> ServiceDefinition {
        definition(sending: MessageFiles(ProcessInfo.processInfo.environment))
    }

    /// - Parameter sender: what brings codes to those who register; none are asked for without.
    static func definition(sending sender: (any MessageSender)?) -> ServiceDefinition {
        ServiceDefinition(
            publisher: Portal.self, catalog: Portal.catalog,
            follows: [OA.catalog, CRM.catalog, ERP.catalog, Portal.catalog], resources: .module, prefix: "",
            routes: routes + registrationRoutes(AddressCodes(sender: sender)), subscriptions: subscriptions,
            figures: figures,
            visibility: visibility, people: personOfShopper, inCart: inCart,
            background: [{ RefundSender(context: $0) }, { Letters(context: $0, sender: sender) }])
    }
}
