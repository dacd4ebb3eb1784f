import ArgumentParser

/// `qiao token`: an access token of a member of staff, for programs that try the interface out.
struct PrintToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Print an access token, good for a quarter of an hour: of the administrator, or of one of the cast.")

    @Argument(help: "The sign-in name; the administrator's when left out.") var login: String?
    @OptionGroup var common: GatewayOptions

    func run() async throws {
        let login = login
        let token = try await common.withGateway { gateway in
            let settings = gateway.settings
            guard let login, login != settings.administratorLogin else {
                return await (try Person.administrator(gateway)).token
            }
            return await (try Person.staff(gateway, login, settings.castPassword, code: settings.castSecret)).token
        }
        print(token)
    }
}
