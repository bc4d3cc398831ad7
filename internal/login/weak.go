package login

import (
	"slices"
	"strings"
	"unicode"
)

// enough is what a password is worth at least: a character counts one, and a
// part that others would try first counts two, however long it is. So a common
// word may stand among others, and alone with a number behind it may not.
const enough = 9

// easyToGuess reports whether a password is little more than common words, rows
// of keys, repetitions, and what others know about the person.
func easyToGuess(password string, about []string) bool {
	text := once([]rune(strings.ToLower(password)))
	known := append(strings.Fields(commonWords), wordsOf(about)...)
	worth := 0
	for at := 0; at < len(text); {
		rest := text[at:]
		part := max(run(rest), row(rest), number(rest))
		for _, word := range known {
			part = max(part, prefix(rest, word))
		}
		if part == 0 {
			part, worth = 1, worth-1
		}
		at, worth = at+part, worth+2
	}
	return worth < enough
}

// once cuts a text that repeats itself to what it repeats.
func once(text []rune) []rune {
	for period := 1; period <= len(text)/2; period++ {
		if slices.Equal(text[period:], text[:len(text)-period]) {
			return text[:period]
		}
	}
	return text
}

// run is the length of one character repeated at the beginning of a text.
func run(text []rune) int {
	n := 1
	for n < len(text) && text[n] == text[0] {
		n++
	}
	return atLeast(3, n)
}

// row is the length of the part of a row of keys, or of the alphabet, at the
// beginning of a text.
func row(text []rune) int {
	longest := 0
	for _, keys := range rowsOfKeys {
		for from := range keys {
			n := 0
			for n < len(text) && from+n < len(keys) && text[n] == rune(keys[from+n]) {
				n++
			}
			longest = max(longest, n)
		}
	}
	return atLeast(4, longest)
}

// number is the length of a number at the beginning of a text: a year, a day of
// birth, a telephone.
func number(text []rune) int {
	n := 0
	for n < len(text) && unicode.IsDigit(text[n]) {
		n++
	}
	return atLeast(4, n)
}

// prefix is the length of the word when a text begins with it, also where digits
// and signs stand for its letters.
func prefix(text []rune, word string) int {
	n := 0
	for _, letter := range word {
		if n == len(text) || text[n] != letter && !strings.ContainsRune(standsFor[letter], text[n]) {
			return 0
		}
		n++
	}
	return n
}

func atLeast(least, n int) int {
	if n < least {
		return 0
	}
	return n
}

// wordsOf are the words in what is known about a person, and each as a whole.
func wordsOf(about []string) []string {
	var words []string
	for _, known := range about {
		known = strings.ToLower(strings.TrimSpace(known))
		words = append(words, known)
		words = append(words, strings.FieldsFunc(known, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
	}
	return slices.DeleteFunc(words, func(word string) bool { return len([]rune(word)) < 3 })
}

var standsFor = map[rune]string{'a': "4@", 'b': "8", 'e': "3", 'g': "9", 'i': "1!", 'l': "1", 'o': "0", 's': "5$", 't': "7"}

var rowsOfKeys = []string{
	"abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba", "01234567890", "09876543210",
	"qwertyuiop", "poiuytrewq", "qwertzuiop", "azertyuiop", "asdfghjkl;", "lkjhgfdsa", "zxcvbnm,./", "mnbvcxz", "yxcvbnm",
	"1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "1qaz2wsx3edc4rfv5tgb", "!@#$%^&*()",
}

// commonWords are what the longer ones of the most common passwords are made of.
const commonWords = `
	password passwort mypassword motdepasse contrasena senha parola wachtwoord haslo
	admin administrator root user guest login logon default changeme change letmein access secret geheim qwerty azerty
	welcome willkommen bienvenue hello hallo internet computer server office windows microsoft google samsung apple
	company cairn iloveyou loveyou love lovely forever friends family baby angel babygirl princess sunshine
	butterfly flower rainbow summer winter spring autumn sommer monday friday january december october november
	football baseball basketball soccer hockey liverpool arsenal chelsea barcelona manchester united
	superman batman spiderman starwars pokemon minecraft fortnite playstation nintendo matrix
	dragon monkey tiger tigger eagle phoenix panther cookie cheese chocolate orange banana
	master killer shadow hunter ranger freedom whatever nothing jesus christ blessed money lucky happy
	michael jennifer jessica jordan charlie daniel thomas andrew ashley michelle nicole anthony matthew joshua robert alexander
	test testing temp trustno fuckyou asshole pussy`
