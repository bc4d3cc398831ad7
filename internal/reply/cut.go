package reply

import (
	"regexp"
	"strings"
)

// Cut takes quotes and signatures off a plain text. Words above a quote are the
// answer; where there are none, those below it are.
func Cut(text string) string {
	lines := tidy(text)
	var kept []string
	some := false // there are words above
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		switch {
		case strings.HasPrefix(line, ">"):
			if some {
				return joined(kept)
			}
			kept = nil
		case line == "--" || line == "—" || some && sentFrom.MatchString(line) || divides(line) || headed(lines[i:]):
			return joined(kept)
		default:
			if n := attributes(lines[i:]); n > 0 {
				if some || !quoteFollows(lines[i+n:]) {
					return joined(kept)
				}
				i += n - 1
				continue
			}
			some = some || line != ""
			kept = append(kept, lines[i])
		}
	}
	return joined(kept)
}

// tidy splits a text into lines, and makes plain spaces of the others that mail
// programs put in.
func tidy(text string) []string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u202f", " ", "\u2007", " ",
		"\u200b", "", "\u200c", "", "\u200d", "", "\u200e", "", "\u200f", "", "\ufeff", "", "\u2028", "\n", "\u2029", "\n").Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
	}
	return lines
}

func joined(lines []string) string { return strings.TrimSpace(strings.Join(lines, "\n")) }

// quoteFollows reports whether the next line with words is quoted.
func quoteFollows(lines []string) bool {
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			return strings.HasPrefix(line, ">")
		}
	}
	return false
}

// sentFrom are the signatures that programs write.
var sentFrom = regexp.MustCompile(`(?i)^\W*(sent from (my |outlook|mail|yahoo|proton|samsung)|sent with proton|get outlook for|` +
	`von meinem \S+( \S+)? gesendet|gesendet (mit der|von (mail|outlook|yahoo|meinem)) |outlook für (ios|android)|` +
	`envoy[ée] de(puis)? mon |envoy[ée] avec |télécharger outlook|obtenez outlook|` +
	`enviado (desde|do|con|de) (mi|meu|el|o|outlook|proton|yahoo) ?|obtener outlook|obter (o )?outlook|` +
	`inviato da|scarica outlook|ottieni outlook|verstuurd vanaf|verzonden (vanaf|met)|outlook voor |` +
	`skickat från|sendt fra|lähetetty |wysłane z|iphoneから送信|发自我的|從我的)`)

// original is the line above a message that is quoted whole, in the words of the
// mail programs.
var original = regexp.MustCompile(`(?i)^-{2,}\s*(original message|original appointment|forwarded message|reply message|` +
	`ursprüngliche nachricht|weitergeleitete nachricht|originalnachricht|message d['’]origine|message original|message transféré|` +
	`mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|messaggio originale|messaggio inoltrato|` +
	`oorspronkelijk bericht|doorgestuurd bericht|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|` +
	`wiadomość oryginalna|元のメッセージ|原始邮件|原始郵件)\s*-{2,}$`)

func divides(line string) bool {
	return original.MatchString(line) || len(line) >= 10 && strings.Trim(line, "_") == ""
}

// The headers of a quoted message, as Outlook writes them above it.
var (
	fromLine = regexp.MustCompile(`(?i)^\W*(from|von|de|da|van|från|fra|lähettäjä|od|差出人|发件人|寄件者|보낸 사람|от|de la)\s*[:：]`)
	nextLine = regexp.MustCompile(`(?i)^\W*(sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|objet|à|enviado( el)?|fecha|para|asunto|` +
		`enviada em|data|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|päivämäärä|aihe|` +
		`wysłano|do|temat|送信日時|宛先|件名|发送时间|收件人|主题|отправлено|кому|тема)\s*[:：]`)
)

// headed reports whether the headers of a quoted message begin here: one of who
// sent it, and two of the others right below.
func headed(lines []string) bool {
	if !fromLine.MatchString(lines[0]) {
		return false
	}
	others := 0
	for _, line := range lines[1:min(len(lines), 7)] {
		if nextLine.MatchString(line) {
			others++
		}
	}
	return others >= 2
}

// wrote is the line above a quote, which mail programs wrap as they like.
var wrote = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^on .{4,300}(wrote|writes)\s?:$`),
	regexp.MustCompile(`(?i)^(am|vom) .{4,300}schrieb .{0,200}:$`),
	regexp.MustCompile(`(?i)^(am|vom) .{4,300}(geschrieben|schrieb)\s?:$`),
	regexp.MustCompile(`(?i)^le .{4,300}a écrit\s?:$`),
	regexp.MustCompile(`(?i)^el .{4,300}(escribió|ha escrito)\s?:$`),
	regexp.MustCompile(`(?i)^(em|a|no dia) .{4,300}escreveu\s?:$`),
	regexp.MustCompile(`(?i)^(il|in data) .{4,300}ha scritto\s?:$`),
	regexp.MustCompile(`(?i)^op .{4,300}(schreef|heeft .{0,120}geschreven).{0,200}:$`),
	regexp.MustCompile(`(?i)^(den|på) .{4,300}(skrev|skreiv).{0,200}:$`),
	regexp.MustCompile(`(?i)^.{4,120}kirjoitti.{0,120}:$`),
	regexp.MustCompile(`(?i)^(w dniu|dnia|\S+, ).{4,300}(napisał|pisze|napisała|napisał\(a\)).{0,120}:$`),
	regexp.MustCompile(`(?i)^.{4,200}(написал|пишет)(\(а\)|а)?\s?:$`),
	regexp.MustCompile(`^.{4,200}[<（].{3,200}[>）].{0,40}(のメール|を書きました|wrote|写道)\s?[:：]$`),
	regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日.{4,200}[:：]$`),
	regexp.MustCompile(`(?i)^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.{0,60}<\S+@\S+>\s?:$`), // older Gmail, without a verb
}

// attributes tells how many lines say who wrote the quote that follows: none where
// the first doesn't begin such a word.
func attributes(lines []string) int {
	const most = 3
	said := ""
	for n := range min(most, len(lines)) {
		line := strings.TrimSpace(lines[n])
		if line == "" && n > 0 {
			return 0
		}
		said = strings.TrimSpace(said + " " + line)
		if !strings.HasSuffix(said, ":") && !strings.HasSuffix(said, "：") {
			continue
		}
		for _, pattern := range wrote {
			if pattern.MatchString(said) {
				return n + 1
			}
		}
	}
	return 0
}
