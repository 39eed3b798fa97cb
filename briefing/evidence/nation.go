package evidence

import "strings"

// nations are countries with the adjectives and people that no ending makes of
// them; words of one number are one country.
var nations = func() map[string]int {
	out := map[string]int{}
	for i, group := range strings.Split(`france french frenchman frenchwoman frankreich francia frança|germany german germans deutschland deutsche deutscher alemania allemagne alemanha|spain spanish spaniard spanien españa espagne espanha|netherlands dutch holland niederlande|switzerland swiss schweiz suiza suisse suíça|denmark danish dane|sweden swedish swede|norway norwegian|finland finnish finn|poland polish pole|turkey turkish turk turkiye|greece greek|ireland irish|wales welsh|scotland scottish scots scot|england english|iceland icelandic|portugal portuguese|us usa u.s america american americans washington|uk u.k britain british briton britons|eu european europe|china chinese|philippines philippine filipino filipina|thailand thai|afghanistan afghan|czech czechia|slovakia slovak|croatia croat croatian|serbia serb serbian|bosnia bosnian|belgium belgian|peru peruvian|cyprus cypriot|monaco monegasque|niger nigerien|lebanon lebanese|yemen yemeni|argentina argentine argentinian|quebec quebecois|new zealander|cuba cuban|oman omani|mali malian|chad chadian|iran iranian|iraq iraqi|laos lao laotian|hungary hungarian|jew jewish jews|arab arabic arabs|muslim islamic islam|christian christianity|republican republicans gop|democrat democrats democratic|tory tories conservative conservatives|uae emirati emirates|un u.n|russia russian|ukraine ukrainian|africa african|asia asian|kurd kurdish kurds|latin latino latina`, "|") {
		for _, w := range strings.Fields(group) {
			out[w] = i + 1
		}
	}
	return out
}()

// sameNation reports whether two folded words of names name one country or
// place, as France and French, Canada and Canadian.
func sameNation(a, b string) bool {
	if n := nations[a]; n != 0 && n == nations[b] {
		return true
	}
	return demonym(a, b) || demonym(b, a)
}

// demonym reports whether an ending makes b of the place a: of at least four
// letters, so that "Mali" is not "Malay".
func demonym(a, b string) bool {
	for _, cut := range []string{"", "a", "e", "o", "y", "s", "ia"} {
		root, ok := strings.CutSuffix(a, cut)
		if !ok || len(root) < 4 {
			continue
		}
		if end, ok := strings.CutPrefix(b, root); ok && demonymEnds[strings.TrimSuffix(end, "s")] && end != cut {
			return true
		}
	}
	return false
}

var demonymEnds = wordSet("n an ian ean ese ish i ic er vian lese")
