import CRMEvents
import ERPEvents
import Foundation
import OAEvents
import PortalEvents
import ServiceRuntime

/// erp-service as a value: products, stock, orders, production, money.
public enum ERPService {
    public static func definition(_ configuration: ServiceConfiguration) -> ServiceDefinition {
        ServiceDefinition(
            publisher: ERP.self, catalog: ERP.catalog, follows: [OA.catalog, CRM.catalog, Portal.catalog],
            resources: Bundle.module, routes: routes, subscriptions: subscriptions, figures: figures,
            visibility: visibility)
    }
}
