package worktime

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// region is a place with public holidays of its own.
type region struct {
	code     string // ISO 3166-1 or 3166-2
	name     string
	holidays []*cal.Holiday
}

// allRegions has every region whose holidays are known. A country whose parts
// differ is there with its parts only, except where the library also knows what
// holds in all of them. What is missing a workspace adds as its own holidays.
func allRegions() []region {
	return slices.Concat(countries(), []region{
		{"AU-ACT", "Australia: Capital Territory", au.HolidaysACT},
		{"AU-NSW", "Australia: New South Wales", au.HolidaysNSW},
		{"AU-NT", "Australia: Northern Territory", au.HolidaysNT},
		{"AU-QLD", "Australia: Queensland", au.HolidaysQLD},
		{"AU-SA", "Australia: South Australia", au.HolidaysSA},
		{"AU-TAS", "Australia: Tasmania", au.HolidaysTAS},
		{"AU-VIC", "Australia: Victoria", au.HolidaysVIC},
		{"AU-WA", "Australia: Western Australia", au.HolidaysWA},
		{"DE-BW", "Germany: Baden-Württemberg", de.HolidaysBW},
		{"DE-BY", "Germany: Bavaria", de.HolidaysBY},
		{"DE-BE", "Germany: Berlin", de.HolidaysBE},
		{"DE-BB", "Germany: Brandenburg", de.HolidaysBB},
		{"DE-HB", "Germany: Bremen", de.HolidaysHB},
		{"DE-HH", "Germany: Hamburg", de.HolidaysHH},
		{"DE-HE", "Germany: Hesse", de.HolidaysHE},
		{"DE-MV", "Germany: Mecklenburg-Vorpommern", de.HolidaysMV},
		{"DE-NI", "Germany: Lower Saxony", de.HolidaysNI},
		{"DE-NW", "Germany: North Rhine-Westphalia", de.HolidaysNW},
		{"DE-RP", "Germany: Rhineland-Palatinate", de.HolidaysRP},
		{"DE-SL", "Germany: Saarland", de.HolidaysSL},
		{"DE-SN", "Germany: Saxony", de.HolidaysSN},
		{"DE-ST", "Germany: Saxony-Anhalt", de.HolidaysST},
		{"DE-SH", "Germany: Schleswig-Holstein", de.HolidaysSH},
		{"DE-TH", "Germany: Thuringia", de.HolidaysTH},
		{"CH-AG", "Switzerland: Aargau", ch.HolidaysAG},
		{"CH-AI", "Switzerland: Appenzell Innerrhoden", ch.HolidaysAI},
		{"CH-AR", "Switzerland: Appenzell Ausserrhoden", ch.HolidaysAR},
		{"CH-BE", "Switzerland: Bern", ch.HolidaysBE},
		{"CH-BL", "Switzerland: Basel-Landschaft", ch.HolidaysBL},
		{"CH-BS", "Switzerland: Basel-Stadt", ch.HolidaysBS},
		{"CH-FR", "Switzerland: Fribourg", ch.HolidaysFR},
		{"CH-GE", "Switzerland: Geneva", ch.HolidaysGE},
		{"CH-GL", "Switzerland: Glarus", ch.HolidaysGL},
		{"CH-GR", "Switzerland: Graubünden", ch.HolidaysGR},
		{"CH-JU", "Switzerland: Jura", ch.HolidaysJU},
		{"CH-LU", "Switzerland: Lucerne", ch.HolidaysLU},
		{"CH-NE", "Switzerland: Neuchâtel", ch.HolidaysNE},
		{"CH-NW", "Switzerland: Nidwalden", ch.HolidaysNW},
		{"CH-OW", "Switzerland: Obwalden", ch.HolidaysOW},
		{"CH-SG", "Switzerland: St. Gallen", ch.HolidaysSG},
		{"CH-SH", "Switzerland: Schaffhausen", ch.HolidaysSH},
		{"CH-SO", "Switzerland: Solothurn", ch.HolidaysSO},
		{"CH-SZ", "Switzerland: Schwyz", ch.HolidaysSZ},
		{"CH-TG", "Switzerland: Thurgau", ch.HolidaysTG},
		{"CH-TI", "Switzerland: Ticino", ch.HolidaysTI},
		{"CH-UR", "Switzerland: Uri", ch.HolidaysUR},
		{"CH-VD", "Switzerland: Vaud", ch.HolidaysVD},
		{"CH-VS", "Switzerland: Valais", ch.HolidaysVS},
		{"CH-ZG", "Switzerland: Zug", ch.HolidaysZG},
		{"CH-ZH", "Switzerland: Zürich", ch.HolidaysZH},
	})
}

func countries() []region {
	return []region{
		{"AR", "Argentina", ar.Holidays},
		{"AT", "Austria", at.Holidays},
		{"BE", "Belgium", be.Holidays},
		{"BG", "Bulgaria", bg.Holidays},
		{"BR", "Brazil", br.Holidays},
		{"CA", "Canada", ca.Holidays},
		{"CZ", "Czechia", cz.Holidays},
		{"DE", "Germany", de.Holidays},
		{"DK", "Denmark", dk.Holidays},
		{"ES", "Spain", es.Holidays},
		{"FR", "France", fr.Holidays},
		{"GB", "United Kingdom: England and Wales", gb.Holidays},
		{"GR", "Greece", gr.Holidays},
		{"HR", "Croatia", hr.Holidays},
		{"IE", "Ireland", ie.Holidays},
		{"IN", "India (national days only)", india()},
		{"IT", "Italy", it.Holidays},
		{"JP", "Japan", jp.Holidays},
		{"LT", "Lithuania", lt.Holidays},
		{"LV", "Latvia", lv.Holidays},
		{"MW", "Malawi", mw.Holidays},
		{"NC", "New Caledonia", nc.Holidays},
		{"NL", "Netherlands", nl.Holidays},
		{"NO", "Norway", no.Holidays},
		{"NZ", "New Zealand", nz.Holidays},
		{"PL", "Poland", pl.Holidays},
		{"PT", "Portugal", portugal()},
		{"RO", "Romania", ro.Holidays},
		{"RU", "Russia", ru.Holidays},
		{"SE", "Sweden", se.Holidays},
		{"SI", "Slovenia", si.Holidays},
		{"SK", "Slovakia", sk.Holidays},
		{"UA", "Ukraine", ua.Holidays},
		{"US", "United States (federal)", us.Holidays},
		{"ZA", "South Africa", za.Holidays},
	}
}

// portugal has the feriados obrigatórios (Código do Trabalho, art. 234), which
// the library lacks. Four of them were suspended from 2013 to 2015.
func portugal() []*cal.Holiday {
	suspended := []int{2013, 2014, 2015}
	fixed := func(name string, month time.Month, day int, except ...int) *cal.Holiday {
		return &cal.Holiday{Name: name, Type: cal.ObservancePublic, Month: month, Day: day, Except: except, Func: cal.CalcDayOfMonth}
	}
	return []*cal.Holiday{
		fixed("Ano Novo", time.January, 1),
		aa.GoodFriday.Clone(&cal.Holiday{Name: "Sexta-Feira Santa"}),
		{Name: "Páscoa", Type: cal.ObservancePublic, Func: cal.CalcEasterOffset},
		fixed("Dia da Liberdade", time.April, 25),
		fixed("Dia do Trabalhador", time.May, 1),
		{Name: "Corpo de Deus", Type: cal.ObservancePublic, Offset: 60, Except: suspended, Func: cal.CalcEasterOffset},
		fixed("Dia de Portugal", time.June, 10),
		fixed("Assunção de Nossa Senhora", time.August, 15),
		fixed("Implantação da República", time.October, 5, suspended...),
		fixed("Todos os Santos", time.November, 1, suspended...),
		fixed("Restauração da Independência", time.December, 1, suspended...),
		fixed("Imaculada Conceição", time.December, 8),
		fixed("Natal", time.December, 25),
	}
}

// india has the three days that all its states share; the others differ by
// state and follow lunar calendars that are announced each year.
func india() []*cal.Holiday {
	fixed := func(name string, month time.Month, day int) *cal.Holiday {
		return &cal.Holiday{Name: name, Type: cal.ObservancePublic, Month: month, Day: day, Func: cal.CalcDayOfMonth}
	}
	return []*cal.Holiday{
		fixed("Republic Day", time.January, 26),
		fixed("Independence Day", time.August, 15),
		fixed("Gandhi Jayanti", time.October, 2),
	}
}
