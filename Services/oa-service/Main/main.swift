import OAApp
import ServiceRuntime

try await ServiceRuntime.run(OAService.definition)
