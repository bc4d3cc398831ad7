package reply

import (
	"regexp"
	"strings"
	"unicode"
)

// The words of people, in several languages. A word of them counts where it is the
// whole line, or has a mark behind it; "done with half of it" is not done.

func doneWords() []string {
	return []string{
		"done", "all done", "it's done", "its done", "is done", "finished", "complete", "completed", "✅", "✔", "✔️", "☑️",
		"erledigt", "fertig", "ist erledigt", "gemacht", "fait", "c'est fait", "terminé", "hecho", "listo", "terminado",
		"feito", "concluído", "pronto", "fatto", "klaar", "gedaan", "gjort", "valmis", "zrobione", "gotowe",
		"完了", "完了しました", "完成", "готово", "сделано",
	}
}

func seenWords() []string {
	return []string{
		"seen", "read", "i've seen it", "noted", "got it", "acknowledged", "gelesen", "gesehen", "zur kenntnis genommen", "verstanden",
		"vu", "lu", "visto", "leído", "lido", "letto", "gezien", "gelezen", "sett", "läst", "læst", "確認しました", "拝見しました", "прочитано",
	}
}

func yesWords() []string {
	return []string{
		agree, "y", "ok", "okay", "sure", "yep", "yeah", "agreed", "accepted", "i accept", "accept", "will do", "i'll do it", "👍", "👍🏻", "👍🏼", "👍🏽", "👍🏾", "👍🏿",
		"ja", "gerne", "einverstanden", "mache ich", "oui", "d'accord", "sí", "si", "de acuerdo", "vale", "sim", "certo", "va bene",
		"akkoord", "kyllä", "да", "はい", "承知しました", "了解", "了解です", "好", "好的", "是",
	}
}

func noWords() []string {
	return []string{"no", "n", "nope", "decline", "declined", "i decline", "sorry, no", "nein", "non", "não", "nee", "nej", "nei", "ei", "nie", "нет", "いいえ", "不", "👎"}
}

// courtesies may stand behind a word without meaning anything.
var courtesy = regexp.MustCompile(`(?i)^(thank(s| you)( (so|very) much| a lot| again)?|many thanks|thx|cheers|please|of course|will do|happy to|no problem|` +
	`danke( schön| dir| ihnen)?|vielen dank|gern(e)?|bitte|merci( beaucoup)?|s'il vous plaît|gracias|por favor|obrigad[oa]|grazie|dank je|bedankt|tack|takk|tak|kiitos|dziękuję)$`)

var greeting = regexp.MustCompile(`(?i)^(hi|hello|hey|dear|good (morning|afternoon|evening|day)|hallo|liebe[rs]?|moin|guten (tag|morgen|abend)|servus|` +
	`bonjour|bonsoir|salut|ch[eè]re?|hola|buenos días|buenas( tardes)?|estimad[oa]|querid[oa]|olá|oi|bom dia|boa tarde|` +
	`ciao|buongiorno|gentile|beste|dag|goedemorgen|hej|hei|god (morgon|morgen|dag)|cześć|dzień dobry|здравствуйте|привет)(\s+[\p{L}\p{M}.'’-]+){0,3}\s*[,!.:–—-]*$`)

var greetingThen = regexp.MustCompile(`(?i)^(hi|hello|hey|dear|hallo|liebe[rs]?|moin|bonjour|salut|hola|olá|ciao|beste|hej|hei)(\s+[\p{L}\p{M}.'’-]+){0,2}\s*[,!–—]\s*(\S.*)$`)

// closing is what a letter ends with, before the name.
var closing = regexp.MustCompile(`(?i)^(best( (regards|wishes))?|kind regards|warm regards|regards|cheers|thanks|thank you|many thanks|all the best|yours( (sincerely|truly))?|sincerely|br|` +
	`(mit )?(freundlichen|besten|herzlichen) grüßen|(viele|liebe|beste|schöne) grüße|lg|vg|mfg|gruß|danke|` +
	`cordialement|bien à (vous|toi)|merci|saludos( cordiales)?|un saludo|gracias|atentamente|(um )?abraço|cumprimentos|obrigad[oa]|` +
	`(cordiali )?saluti|grazie|(met vriendelijke )?groet(en)?|mvg|(med )?vänlig(a)? hälsning(ar)?|mvh|hälsningar|(med )?venlig hilsen|pozdrawiam|с уважением)\s*[,!.]*$`)

// simple is a line as it is compared: lower case, without marks around it.
func simple(line string) string {
	line = strings.ReplaceAll(strings.ToLower(line), "’", "'")
	return strings.Trim(line, " \t.!,;:*_\"“”„«»'()[]-–—…~。！、")
}

func isOne(line string, words []string) bool {
	line = simple(line)
	for _, w := range words {
		if line == simple(w) || line == w {
			return true
		}
	}
	return false
}

// head splits a line at the first mark that ends its first word or words, such as
// "no: we move house" and "done, thanks".
func head(line string) (first, mark, rest string) {
	for i, r := range line {
		switch r {
		case ':', '：', ',', ';', '.', '!', '–', '—', '。', '！', '、':
		case '-':
			if i == 0 || line[i-1] != ' ' {
				continue // a hyphen
			}
		default:
			continue
		}
		return strings.TrimSpace(line[:i]), string(r), strings.TrimSpace(strings.TrimLeftFunc(line[i:], func(r rune) bool {
			return unicode.IsSpace(r) || strings.ContainsRune(":：,;.!–—-。！、", r)
		}))
	}
	return line, "", ""
}

// lettered takes the greeting and the closing off a letter.
func lettered(words string) []string {
	lines := strings.Split(words, "\n")
	for len(lines) > 1 && (strings.TrimSpace(lines[0]) == "" || greeting.MatchString(strings.TrimSpace(lines[0]))) {
		lines = lines[1:]
	}
	if len(lines) > 0 {
		if parts := greetingThen.FindStringSubmatch(strings.TrimSpace(lines[0])); parts != nil {
			lines[0] = parts[3]
		}
	}
	const signed = 5 // lines that a closing and a name take at most
	for i := max(1, len(lines)-signed); i < len(lines); i++ {
		if closing.MatchString(strings.TrimSpace(lines[i])) {
			lines = lines[:i]
			break
		}
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
