// picture-encoder FORMAT WIDTHS <picture | …
//
// Decodes one picture (jpeg, png or webp) and writes it in each of the widths, such as 160,480,1200, as `Rendition.read`
// reads them, into a pipe, for it may write to no file. A process of its own, since decoders are where files from outside
// do harm: it has no secret, opens no file and dies alone. How it ends without renditions, `EncoderExit` says.
import Glibc
import Pictures

guard Confinement.begin() else { exit(EncoderExit.unconfined) }

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 2, let format = arguments.first.flatMap(PictureFormat.init(rawValue:)),
    let widths = arguments.last.map({ $0.split(separator: ",").map { Int($0) ?? 0 } }),
    !widths.isEmpty, widths.allSatisfy({ $0 > 0 })
else { exit(EncoderExit.usage) }

var picture: [UInt8] = []
var piece = [UInt8](repeating: 0, count: 1 << 16)
while true {
    let count = read(STDIN_FILENO, &piece, piece.count)
    guard count > 0 else { break }
    picture += piece.prefix(count)
}
guard let renditions = try? DecodedPicture.renditions(of: picture, format: format, widths: widths) else {
    exit(EncoderExit.damaged)
}
var rest = Rendition.written(renditions)[...]
while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    guard count > 0 else { exit(EX_IOERR) }
    rest = rest.dropFirst(count)
}
