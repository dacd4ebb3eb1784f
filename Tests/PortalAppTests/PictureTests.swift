import Foundation
import Kernel
import Pictures
import Postgres
import ServiceRuntime
import Subprocess
import Testing

@testable import PortalApp

@Suite(.serialized) struct PictureTests {
    @Test func aPictureIsTakenInAndSeenForGood() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            let answer = await merchant.picture(of: store.pot, Sample.picture)
            #expect(answer.status == 201, "\(answer.text)")
            let listed: ProductPictures = try await merchant.get("/api/products/\(store.pot)/pictures").json()
            let picture = try #require(listed.items.first)
            #expect(picture.alt == "A cup" && picture.altZh == "杯子" && picture.sizes.map(\.width) == [8])
            let url = try #require(picture.sizes.first?.url)
            let file = await store.service.ask("GET", url)
            #expect(file.status == 200 && file.header("content-type") == "image/webp")
            #expect(file.header("cache-control") == "public, max-age=31536000, immutable")
            #expect(file.header("x-content-type-options") == "nosniff")
            let known = await store.service.ask("GET", url, headers: ["If-None-Match": file.header("etag") ?? ""])
            #expect(known.status == 304)
            let card: ShopProduct = try await merchant.get("/api/products/\(store.pot)").json()
            #expect(card.picture?.id == picture.id)
            let page = await store.service.ask("GET", "/products/\(store.pot)", headers: ["Accept": "text/html"])
            #expect(page.text.contains("\(url) 8w") && page.text.contains("height=\"8\""))
        }
    }

    @Test func theCartAndTheCheckoutShowWhatIsBought() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            #expect(await merchant.picture(of: store.pot, Sample.picture).status == 201)
            let listed: ProductPictures = try await merchant.get("/api/products/\(store.pot)/pictures").json()
            let url = try #require(listed.items.first?.sizes.first?.url)
            let shopper = try await Shopper(in: store)
            _ = await shopper.post("/api/cart/lines", #"{"productID":"\#(store.pot)"}"#)
            for path in ["/cart", "/checkout"] {
                let page = await store.service.ask(
                    "GET", path, headers: ["Authorization": "Bearer \(shopper.token)", "Accept": "text/html"])
                #expect(page.text.contains(url), "\(path)")
            }
        }
    }

    @Test func whatIsNoPictureIsRefusedByNameAndRemedy() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            for (name, bytes) in [
                ("svg", Data("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".utf8)),
                ("html", Data("<html><script>alert(1)</script>".utf8)), ("gif", Data("GIF89a........".utf8)),
                ("cut off", Sample.picture.prefix(40)), ("noise", Data((0..<500).map { UInt8($0 & 255) })),
            ] {
                let answer = await merchant.picture(of: store.pot, bytes)
                #expect(answer.status == 422, "\(name): \(answer.text)")
                #expect(answer.text.contains("\"field\":\"picture\""), "\(name)")
            }
            let lying = await merchant.picture(of: store.pot, Sample.picture, type: "image/jpeg")
            #expect(lying.status == 422 && lying.text.contains("wrong-content"))
            #expect(await merchant.picture(of: ProductID(), Sample.picture).status == 404)
            #expect(await merchant.send("POST", "/api/products/\(store.pot)/pictures").status == 415)
            let files: Int = try await store.database.one("select count(*) from picture_file")
            #expect(files == 0)
        }
    }

    /// A picture that kills its decoder is a bad picture; an encoder that does not work is a fault of ours.
    @Test func howTheEncoderEndsIsNotMistaken() throws {
        let made = Rendition(width: 8, height: 8, bytes: [1, 2, 3])
        let output = Rendition.written([made])
        #expect(try PictureEncoder.outcome(.exited(0), output) == [made])
        for status in [TerminationStatus.exited(EncoderExit.damaged), .signaled(SIGKILL), .signaled(SIGSEGV)] {
            #expect(throws: PictureError.damaged) { _ = try PictureEncoder.outcome(status, []) }
        }
        for (status, output) in [
            (TerminationStatus.exited(EncoderExit.usage), []), (.exited(EncoderExit.unconfined), []),
            (.exited(0), []), (.exited(0), Array(output.dropLast())),
        ] {
            #expect(throws: PictureEncoder.Failed.self) { _ = try PictureEncoder.outcome(status, output) }
        }
    }

    /// Each waits for its turn; who comes when many wait is asked to come again, and nobody's picture is lost.
    @Test func manyAtOnceAreTakenInOneByOne() async throws {
        let bytes = [UInt8](Sample.picture)
        let ends = await withTaskGroup(of: Result<[Rendition], any Error>.self) { group in
            for _ in 0..<24 {
                group.addTask {
                    do {
                        return .success(try await PictureEncoder.renditions(of: bytes, format: .png, widths: [8]))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let taken = ends.compactMap { try? $0.get() }
        #expect(taken.count >= 8 && Set(taken).count == 1 && taken[0].map(\.width) == [8])
        for case .failure(let error) in ends { #expect(error as? PictureError == .busy, "\(error)") }
        // Who comes again later has a turn.
        let later = try await PictureEncoder.renditions(of: bytes, format: .png, widths: [8])
        #expect(later == taken[0])
    }

    @Test func picturesHaveAnOrderAndGoWithTheirFiles() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            // Of one content, of which one copy is kept.
            for alt in ["one", "two", "three"] {
                #expect(await merchant.picture(of: store.pot, Sample.picture, alt: alt).status == 201)
            }
            let words = { () async throws -> [String] in
                let listed: ProductPictures = try await merchant.get("/api/products/\(store.pot)/pictures").json()
                return listed.items.map(\.alt)
            }
            let listed: ProductPictures = try await merchant.get("/api/products/\(store.pot)/pictures").json()
            let last = try #require(listed.items.last)
            #expect(await merchant.send("POST", "/api/pictures/\(last.id)/move", #"{"place":0}"#).status == 200)
            #expect(try await words() == ["three", "one", "two"])
            let renamed = #"{"alt":"front","altZh":"正面"}"#
            #expect(await merchant.send("PUT", "/api/pictures/\(last.id)", renamed).status == 200)
            #expect(await merchant.send("DELETE", "/api/pictures/\(listed.items[0].id)").status == 200)
            #expect(try await words() == ["front", "two"])
            let files = { try await store.database.one("select count(*) from picture_file", as: Int.self) }
            #expect(try await files() == 1)
            for picture in [last, listed.items[1]] {
                #expect(await merchant.send("DELETE", "/api/pictures/\(picture.id)").status == 200)
            }
            #expect(try await files() == 0)
        }
    }

    /// A form of a page, which a browser sends: it leads on, and what was sent twice is one picture.
    @Test func aFormLeadsBackToTheProduct() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            for _ in 0..<2 {
                let answer = await merchant.picture(of: store.pot, Sample.picture, accept: "text/html", key: "page")
                #expect(answer.status == 303 && answer.header("location") == "/shop/products/\(store.pot)")
            }
            let listed: ProductPictures = try await merchant.get("/api/products/\(store.pot)/pictures").json()
            #expect(listed.items.count == 1)
        }
    }
}

enum Sample {
    /// A PNG of 8 × 8 pixels.
    static let picture =
        Data(
            base64Encoded: """
                iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC
                """) ?? Data()
}

extension Merchant {
    /// Sends a picture as a form does.
    func picture(
        of product: ProductID, _ bytes: Data, type: String = "application/octet-stream", alt: String = "A cup",
        accept: String = "application/json", key: String = UUID().uuidString
    ) async -> InProcessAnswer {
        var body = Data()
        for (name, text) in [("_key", key), ("alt", alt), ("altZh", "杯子")] {
            body += Data("--cut\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(text)\r\n".utf8)
        }
        let head = "Content-Disposition: form-data; name=\"picture\"; filename=\"a.svg\"\r\nContent-Type: \(type)"
        body += Data("--cut\r\n\(head)\r\n\r\n".utf8) + bytes + Data("\r\n--cut--\r\n".utf8)
        return await store.service.ask(
            "POST", "/api/products/\(product)/pictures",
            headers: [
                "Authorization": "Bearer \(token)", "Idempotency-Key": key, "Accept": accept,
                "Content-Type": "multipart/form-data; boundary=cut", "Sec-Fetch-Site": "same-origin",
            ], bytes: body)
    }
}
