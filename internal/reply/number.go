package reply

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Units that may stand beside a number, which is meant without them.
var (
	unitBefore = regexp.MustCompile(`^(\p{Sc}|[A-Z]{3}\s|~\s?|ca\.?\s|≈\s?|=\s?)\s*`)
	unitAfter  = regexp.MustCompile(`\s*(\p{Sc}|%|\s[A-Z]{3}|[€$£]\.?)$`)
	scaleAfter = regexp.MustCompile(`(?i)^(.*[\d.,'’ ])\s*(k|tsd\.?|m|mio\.?|million(?:en|s)?|mn|bn|mrd\.?|billions?)$`)
	grouped    = regexp.MustCompile(`^\d{1,3}(\d{3})*$`)
	indian     = regexp.MustCompile(`^\d{1,2}(,\d{2})+,\d{3}(\.\d+)?$`)
)

// Number reads a number as people of different countries write it: 1,250.50 and
// 1.250,50 and 1 250,50 and 1'250.50, with a currency or a per cent sign beside
// it. What can be read in two ways, such as 1.250, is refused with both.
func Number(text string) (float64, error) {
	said := strings.TrimSpace(text)
	text = digits(said)
	text = unitBefore.ReplaceAllString(text, "")
	negative := false
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		negative, text = true, strings.TrimSpace(rest)
	}
	text = strings.TrimPrefix(text, "+")
	text = unitBefore.ReplaceAllString(text, "")
	text = unitAfter.ReplaceAllString(text, "")
	scale := 1.0
	if parts := scaleAfter.FindStringSubmatch(text); parts != nil {
		if parts[2] == "m" {
			return 0, fmt.Errorf("“%s” may be millions or not; write the number in full, such as 1250000", said)
		}
		text, scale = strings.TrimSpace(parts[1]), scaleOf(parts[2])
	}
	plain, err := decimal(text, said)
	if err != nil {
		return 0, err
	}
	number, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(number, 0) {
		return 0, fmt.Errorf("“%s” is no number", said)
	}
	number *= scale
	if scale != 1 {
		number = math.Round(number*1000) / 1000 // 1.42 million is no 1419999.9999999998
	}
	if negative {
		number = -number
	}
	return number, nil
}

// digits makes ASCII of the digits and signs of other scripts.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '−' || r == '–' || r == '‒':
			return '-'
		case r == '٫':
			return '.'
		case r == '٬':
			return ','
		case r == '’' || r == '`' || r == '´':
			return '\''
		case r > 0x7f && r < '𝟎' && unicode.Is(unicode.Nd, r):
			return '0' + digitOf(r)
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
}

// digitOf is the value of a decimal digit: each script has its ten in a row, and
// they begin where there is none right before. (Those of mathematics, which have
// fifty in a row, are left out.)
func digitOf(r rune) rune {
	value := rune(0)
	for value < 9 && unicode.Is(unicode.Nd, r-1) {
		r--
		value++
	}
	return value
}

func scaleOf(word string) float64 {
	switch word = strings.ToLower(strings.TrimSuffix(word, ".")); {
	case word == "k" || word == "tsd":
		return 1e3
	case strings.HasPrefix(word, "b") || word == "mrd":
		return 1e9
	}
	return 1e6
}

// decimal makes of a number, however its groups and decimals are marked, one with
// a point.
func decimal(text, said string) (string, error) {
	no := fmt.Errorf("“%s” is no number", said)
	if text == "" || strings.Trim(text, "0123456789.,' ") != "" {
		return "", no
	}
	if indian.MatchString(text) {
		return strings.ReplaceAll(text, ",", ""), nil
	}
	last := strings.LastIndexAny(text, ".,")
	if last < 0 {
		return groups(text, no)
	}
	mark := text[last : last+1]
	whole, fraction := text[:last], text[last+1:]
	if fraction == "" { // "1250."
		return groups(whole, no)
	}
	if strings.Trim(fraction, "0123456789") != "" {
		return "", no
	}
	switch {
	case strings.Contains(whole, mark): // 1.250.000: groups, and no decimals
		if strings.Trim(whole, "0123456789"+mark) != "" {
			return "", no
		}
		return groups(text, no)
	case strings.ContainsAny(whole, ".,' "): // another mark is that of the groups
		whole, err := groups(whole, no)
		return whole + "." + fraction, err
	case len(fraction) == 3 && len(whole) >= 1 && len(whole) <= 3 && strings.TrimLeft(whole, "0") != "":
		return "", fmt.Errorf("“%s” can be read as %s%s or as %s.%s; write it as one of them", said, whole, fraction, whole, fraction)
	case whole == "":
		whole = "0"
	}
	if strings.Trim(whole, "0123456789") != "" {
		return "", no
	}
	return whole + "." + fraction, nil
}

// groups takes the marks out of a whole number, which must part it by thousands.
func groups(text string, no error) (string, error) {
	mark := strings.IndexAny(text, ".,' ")
	if mark < 0 {
		if text == "" {
			return "", no
		}
		return text, nil
	}
	parts := strings.Split(text, text[mark:mark+1])
	for i, part := range parts {
		if strings.Trim(part, "0123456789") != "" || part == "" || i > 0 && len(part) != 3 || i == 0 && len(part) > 3 {
			return "", no
		}
	}
	if plain := strings.Join(parts, ""); grouped.MatchString(plain) {
		return plain, nil
	}
	return "", no
}
