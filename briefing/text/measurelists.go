package text

// The lists are written by hand from the wording of news. What is not listed
// makes two measures different rather than the same: an update is then told
// without "was", and nothing wrong is said.
var measureSources = map[string]measureSource{
	"en": {
		events: `dead: dead died die dies dying killed kill kills killing deaths death toll fatalities fatality perished slain; injured: injured wounded hurt injuries injuring wounding; missing: missing unaccounted;
 evacuated: evacuated evacuate evacuating evacuation evacuations; displaced: displaced homeless; arrested: arrested detained arrests arresting; rescued: rescued saved rescuing survivors alive; cases: infected infections cases; destroyed: destroyed destroying razed; damaged: damaged damaging;
 trapped: trapped stranded; hospital: hospitalised hospitalized; hostage: hostages hostage; strike: on_strike striking;
 outage: without_power without_electricity lost_power lost_electricity lose_power lose_electricity losing_power losing_electricity
 cut_power cut_electricity cut_the_power cut_the_electricity cut_off_power cut_off_electricity cut_off_the_power
 cut_off_the_electricity cutting_power cutting_electricity cutting_the_power cutting_the_electricity cutting_off_power
 cutting_off_electricity cutting_off_the_power cutting_off_the_electricity knocked_out_power knocked_out_electricity
 knocked_out_the_power knocked_out_the_electricity knocking_out_power knocking_out_electricity knocking_out_the_power
 knocking_out_the_electricity disrupted_power disrupted_electricity disrupted_the_power disrupted_the_electricity power_was_cut
 power_was_cut_off power_was_knocked_out electricity_was_cut electricity_was_cut_off electricity_was_knocked_out in_the_dark
 in_darkness into_darkness dark blackout_hit blackout_hits blackout_affected blackout_affects outage_hit outage_hits outage_affected
 outage_affects power_cut_hit power_cut_hits power_cut_affected power_cut_affects power_failure_hit power_failure_hits
 power_failure_affected power_failure_affects; cancelled: cancelled canceled cancelling canceling scrapped called_off; crowd:
 marched demonstrated rallied took_to_the_streets march_drew rally_drew protest_drew demonstration_drew took_part_in_the_march
 took_part_in_a_march took_part_in_the_rally took_part_in_a_rally took_part_in_the_protest took_part_in_a_protest
 took_part_in_the_demonstration took_part_in_a_demonstration`,
		causes: `flood: flood floods flooding; crash: crash collision accident derailment; fire: fire fires blaze wildfire wildfires; quake: earthquake quake earthquakes tremor; attack: attack attacks raid strikes airstrike airstrikes bombing bombardment shelling; blast: explosion blast blasts explosions; shooting: shooting shootings gunfire; storm: storm storms hurricane cyclone typhoon tornado tornadoes;
 slide: landslide landslides avalanche mudslide; crush: stampede crush; collapse: collapse; sinking: sinking shipwreck capsizing; outbreak: outbreak epidemic; heat: heatwave; riot: riot riots protest protests unrest; eruption: eruption`,
		alike:  "home: homes house houses household households; crowd: crowd protesters demonstrators marchers",
		served: "homes people customers properties buildings businesses premises subscribers consumers", remains: "still remain remains remained again noon midday afternoon evening midnight later", aims: "for against support during",
		outage: "power cut, power cuts, power outage, power outages, power failure, outage, outages, blackout, blackouts, fault, failure",
		says:   "said says say announced announces reported reports report confirmed confirms confirm told counts counted count put puts estimated estimates declared stated wrote added according",
		joins:  "when while after before as which who that where because since although but and or with",
		levels: "rose risen rises climbed climbs stands stood stand reached reaches grew grown jumped increased at to fell dropped hit hits passed topped soared surpassed",
		reach:  "rose risen rises climbed climbs stands stood reached reaches grew jumped increased now",
		people: "people persons person residents inhabitants victims individuals others",
		places: "in at on across throughout inside outside near aboard within among under off around along over by",
		light:  "have has had been were was are is be being the a an of by from its their his her to and so also now it more than least most about new latest total figure number official early late morning evening afternoon night survived still left leaves there nearby neighbouring neighboring strong heavy",
		from:   "from", step: "by",
		units:     "year years month months week weeks day days hour hours minute minutes second seconds kilometre kilometres kilometer kilometers km mile miles metre metres meter meters foot feet inch inches degree degrees magnitude mph point points times time",
		of:        "of",
		adjective: "injured wounded missing displaced homeless infected arrested detained trapped stranded evacuated rescued",
		according: "according to, per",
		least:     "at least, more than, over, no fewer than, no less than, upwards of, above",
		most:      "up to, as many as, fewer than, less than, under, no more than, at most, below",
		about:     "about, around, some, roughly, nearly, almost, approximately, an estimated, close to",
		more:      "another, others, more, additional, further, other, an additional, a further, new",
		fill:      "the, all, a total of, total of, the number of, as, of the, its, now, already, also, have, has",
		partial:   "including, among them, among whom, of them, of whom, of those, of these, of the, out of, in addition to, excluding, not including, not counting, besides",
		beside:    "aged, number, age, up from, down from, compared with, compared to, instead of, rather than, not, earlier, previous, previously, initially, first, originally, of, plus, revised from, against, versus, and not",
		scope: `so far, nationwide, countrywide, statewide, worldwide, globally, across the country, across the region, second, third, overall, combined, since, per day, per week, per month, per year, a day, a week, a month, a year, daily, weekly, monthly, yearly, annually, hourly, on average, average, every day, each day, each year,
 including, excluding, among them, seriously, critically, severely, slightly, badly, directly, indirectly, only, alone, just, first, last, both, east, west, north, south, eastern, western, northern, southern, central, both sides, overnight, at once, half, registered, confirmed, suspected, probable, laboratory, overseas, abroad, local, foreign, at sea, permanently, temporarily, elsewhere, initially, earlier, previously, until, between, war, conflict, fighting, pandemic, violence, famine`,
		doubt: "may might could would will should if feared fears expected expects projected forecast predicted predicts planned plans presumed alleged allegedly reportedly supposedly rumoured rumored unconfirmed denied denies denying no not never wrongly mistakenly falsely target aims hopes likely potentially possibly risk threatens threatened warned warns demanded anniversary remembered simulated drill exercise",
	},
	"de": {
		events: `dead: tot tote toten toter todesopfer todesopfern getoetet getotet starben gestorben starb umgekommen ums todesfalle; injured: verletzt verletzte verletzten verletzter; missing: vermisst vermisste vermissten; evacuated: evakuiert evakuierte evakuierten; displaced: obdachlos vertrieben vertriebene; arrested: festgenommen verhaftet festnahmen verhaftungen; rescued: gerettet gerettete lebend; cases: infiziert infizierte infektionen falle;
 destroyed: zerstort; damaged: beschadigt; trapped: eingeschlossen; hostage: geiseln;
 outage: ohne_strom ohne_elektrizitat stromlos strom_fur strom_in vom_stromausfall_betroffen von_stromausfall_betroffen
 strom_ausgefallen vom_strom_abgeschnitten; cancelled: gestrichen annulliert abgesagt ausgefallen; crowd: demonstriert
 demonstrierten demonstrierte auf_die_strasse`,
		causes: `flood: flut hochwasser uberschwemmung uberschwemmungen; crash: unfall ungluck zusammenstoss busunfall zugungluck busungluck; fire: brand feuer waldbrand grossbrand; quake: erdbeben beben; attack: angriff anschlag angriffen luftangriff; blast: explosion; shooting: schiesserei; storm: sturm orkan unwetter; slide: erdrutsch lawine; crush: massenpanik; collapse: einsturz; sinking: schiffsungluck; outbreak: ausbruch`,
		alike:  "haushalte: haushalt haushalte haushalten; crowd: demonstranten demonstrierende demonstrierenden",
		served: "haushalte menschen kunden gebäude wohnungen häuser betriebe anschlüsse", remains: "noch weiterhin immer wieder mittag mittags nachmittag nachmittags abend abends später", aims: "für gegen während",
		outage: "stromausfall, stromausfälle, blackout, defekt, störung",
		says:   "sagte sagten sagt teilte teilten erklarte erklarten berichtete berichteten meldete meldeten bestatigte bestatigten gab gaben zahlt zahlte mitteilte mitteilten bezifferte spricht sprach",
		joins:  "als wahrend nachdem bevor weil der die das dass und oder aber wo",
		levels: "stieg steigt gestiegen erhohte erreicht erreichte liegt lag auf bei kletterte wuchs sank",
		reach:  "stieg steigt gestiegen erhohte erreicht liegt kletterte inzwischen",
		people: "menschen personen leute opfer bewohner einwohner",
		places: "in im auf am an bei beim unter nahe vor aus innerhalb ausserhalb entlang durch",
		light:  "sind wurden wurde worden haben hat hatte war waren sei seien kamen gekommen leben zahl sich mehr nach vor mittlerweile inzwischen",
		from:   "von", step: "um",
		units:     "jahr jahre jahren monat monate monaten woche wochen tag tage tagen stunde stunden minute minuten sekunde sekunden kilometer meter grad punkte punkten mal",
		of:        "von",
		adjective: "verletzte vermisste",
		according: "laut, nach angaben, nach angaben der, nach angaben des, zufolge",
		least:     "mindestens, mehr als, über, wenigstens",
		most:      "bis zu, höchstens, weniger als, unter",
		about:     "etwa, rund, ungefähr, knapp, fast, circa, ca, gut",
		more:      "weitere, weiteren, weiterer, zusätzliche, zusätzlichen, andere, anderen, neue",
		fill:      "die, den, der, insgesamt, alle, nun, inzwischen, jetzt, bereits",
		partial:   "darunter, davon, von ihnen, unter ihnen, einschließlich, inklusive, von den, ohne",
		beside:    "statt, gegenüber, zuvor, zunächst, nicht, von",
		scope:     "erste, ersten, erster, zweite, zweiten, zweiter, dritte, dritten, bisher, bislang, bundesweit, landesweit, weltweit, seit, pro tag, pro woche, täglich, am tag, im schnitt, durchschnittlich, darunter, schwer, leicht, lebensgefährlich, noch, nur, allein, zunächst, zuvor, bestätigt, bestätigte, norden, süden, osten, westen, krieg, kämpfe, kämpfen, pandemie, gewalt",
		doubt:     "könnte könnten soll sollen dürfte dürften würde würden wohl möglicherweise vermutlich mutmaßlich befürchtet erwartet falls wenn kein keine keinen nicht angeblich geplant bestritt warnte",
	},
	"es": {
		events: `dead: muertos muerto muertas muertes muerte murieron murio fallecidos fallecieron fallecidas mortales mato mataron matado; injured: heridos heridas herido lesionados; missing: desaparecidos desaparecidas; evacuated: evacuados evacuadas evacuadas; displaced: desplazados desplazadas damnificados; arrested: detenidos detenidas arrestados; rescued: rescatados rescatadas vida; cases: casos infectados contagios;
 destroyed: destruidas destruidos; damaged: danadas danados;
 outage: sin_luz sin_electricidad sin_suministro sin_corriente sin_suministro_electrico sin_energia_electrica a_oscuras
 apagon_afecto_a; cancelled: cancelo cancelado cancelados canceladas cancelaron suspendidos; crowd: manifestaron marcharon
 salieron_a_la_calle`,
		causes: `flood: inundacion inundaciones riada; crash: accidente choque colision; fire: incendio incendios; quake: terremoto sismo seismo; attack: ataque ataques atentado bombardeo; blast: explosion; shooting: tiroteo; storm: tormenta huracan ciclon temporal; slide: deslizamiento alud avalancha; collapse: derrumbe; sinking: naufragio; outbreak: brote`,
		alike:  "hogares: hogar hogares vivienda viviendas casa casas domicilios; crowd: manifestantes",
		served: "hogares personas clientes usuarios abonados edificios", remains: "siguen sigue todavía aún seguían permanecen mediodía tarde noche", aims: "contra favor durante",
		outage: "apagón, corte de luz, corte eléctrico, corte de electricidad, avería, fallo",
		says:   "dijo dijeron informo informaron anuncio anunciaron confirmo confirmaron aseguro declaro senalo cifra cifro cuenta reporto reportaron indico",
		joins:  "cuando mientras tras despues que y o pero donde porque como",
		levels: "subio sube ascendio asciende aumento elevo eleva alcanzo alcanza a en bajo",
		reach:  "subio sube ascendio asciende aumento elevo eleva alcanzo alcanza ya",
		people: "personas persona gente victimas residentes habitantes vecinos",
		places: "en sobre dentro fuera bajo entre por",
		light:  "han ha habia fue fueron son es se de del la el los las numero cifra al por ser sido ya dejo dejan deja hay quedo quedan quedaron quedado",
		from:   "de", step: "en",
		units:     "ano anos mes meses semana semanas dia dias hora horas minuto minutos kilometro kilometros metro metros grado grados puntos veces",
		of:        "de del",
		adjective: "heridas heridos",
		according: "según, de acuerdo con",
		least:     "al menos, más de, por lo menos",
		most:      "hasta, menos de, como máximo",
		about:     "unos, unas, cerca de, alrededor de, casi, aproximadamente",
		more:      "otros, otras, más, adicionales, nuevos, nuevas",
		fill:      "los, las, un total de, total de, ya",
		partial:   "entre ellos, entre ellas, de ellos, de ellas, incluidos, incluidas, incluyendo, de los, de las",
		beside:    "en vez de, frente a, no, antes, inicialmente, de",
		scope:     "primer, primera, segundo, segunda, tercer, hasta ahora, en todo el país, a nivel nacional, desde, al día, por día, diarios, cada día, de media, incluidos, entre ellos, gravemente, graves, todavía, aún, solo, confirmados, norte, sur, este, oeste, guerra, conflicto, pandemia, violencia",
		doubt:     "podría podrían habría habrían sería serían puede pueden si temen teme esperan espera previsto prevé presuntos presuntamente supuestamente no ningún ninguna negó niega posibles advirtió",
	},
	"fr": {
		events: `dead: morts mort mortes tues tuees tue tuant deces decedes decedees mourants peri; injured: blesses blessees blesse; missing: disparus disparues; evacuated: evacues evacuees; displaced: deplaces deplacees; arrested: arretes arretees interpelles interpellees arrestations interpellations; rescued: sauves secourus; cases: cas infections; destroyed: detruites detruits; damaged: endommagees endommages;
 outage: prive_d'electricite prive_d’electricite privee_d'electricite privee_d’electricite prives_d'electricite
 prives_d’electricite privees_d'electricite privees_d’electricite privant_d'electricite privant_d’electricite sans_electricite
 sans_courant dans_le_noir prive_de_courant prives_de_courant privees_de_courant; cancelled: annule annules annulees supprimes;
 crowd: defile manifeste sont_descendues_dans_la_rue`,
		causes: `flood: inondation inondations crue; crash: accident collision; fire: incendie incendies; quake: seisme tremblement; attack: attaque attentat frappe frappes bombardement; blast: explosion; shooting: fusillade; storm: tempete ouragan cyclone; slide: avalanche glissement eboulement; collapse: effondrement; sinking: naufrage; outbreak: epidemie`,
		alike:  "foyers: foyer foyers ménage ménages logements; crowd: manifestants",
		served: "foyers personnes clients abonnés usagers bâtiments", remains: "encore toujours restent restaient midi après-midi soir soirée", aims: "pour contre pendant",
		outage: "panne, coupure, coupure de courant, coupure d'électricité, black-out",
		says:   "declare annonce indique affirme confirme rapporte compte chiffre dit precise",
		joins:  "quand alors apres avant que qui et ou mais lorsque lorsqu",
		levels: "monte s'eleve eleve atteint porte passe a alourdi grimpe",
		reach:  "monte eleve s'eleve atteint passe alourdi grimpe desormais",
		people: "personnes personne gens habitants victimes residents",
		places: "dans en a au aux sur sous chez pres hors par",
		light:  "ont a ete est sont ont-ils avait etait le la les des de du un une bilan nombre fait s d l se",
		from:   "de", step: "de",
		units:     "an ans annee annees mois semaine semaines jour jours heure heures minute minutes kilometre kilometres metre metres degre degres points fois",
		of:        "de du des d",
		adjective: "blesses",
		according: "selon, d'après",
		least:     "au moins, plus de, plus d",
		most:      "jusqu'à, moins de, au plus",
		about:     "environ, près de, quelque, presque, une",
		more:      "autres, supplémentaires, nouveaux, nouvelles",
		fill:      "les, des, un total de, au total",
		partial:   "dont, parmi eux, parmi elles, y compris, d'entre eux, des, sur",
		beside:    "au lieu de, contre, auparavant, pas, sur",
		scope:     "premier, première, deuxième, second, seconde, troisième, jusqu'ici, jusqu'à présent, dans tout le pays, depuis, par jour, chaque jour, quotidiens, en moyenne, dont, grièvement, gravement, légèrement, encore, toujours, seulement, confirmés, nord, sud, ouest, guerre, conflit, pandémie, violences",
		doubt:     "pourrait pourraient aurait auraient serait seraient craint craignent si prévu attendus présumés ne n pas aucun aucune nié éventuels averti",
	},
	"pt": {
		events: `dead: mortos morto mortas mortes morte morreram morreu obitos mataram matou; injured: feridos feridas ferido; missing: desaparecidos desaparecidas; evacuated: evacuados evacuadas retirados retiradas; displaced: desalojados desabrigados deslocados; arrested: presos presas detidos detidas; rescued: resgatados resgatadas; cases: casos infectados; destroyed: destruidas destruidos; damaged: danificadas danificados;
 outage: sem_luz sem_energia sem_eletricidade sem_energia_eletrica as_escuras apagao_afetou; cancelled: cancelou cancelados
 canceladas cancelaram; crowd: manifestaram marcharam sairam_as_ruas`,
		causes: `flood: inundacao inundacoes enchente enchentes cheia cheias; crash: acidente colisao; fire: incendio incendios; quake: terremoto sismo; attack: ataque ataques atentado; blast: explosao; shooting: tiroteio; storm: tempestade furacao ciclone; slide: deslizamento avalanche; collapse: desabamento; sinking: naufragio; outbreak: surto`,
		alike:  "casas: casa casas lares domicílios residências; crowd: manifestantes",
		served: "casas pessoas clientes consumidores imóveis", remains: "ainda seguem continuam permanecem tarde noite", aims: "contra favor durante",
		outage: "apagão, corte de luz, corte de energia, queda de energia, falha, avaria",
		says:   "disse disseram informou informaram anunciou anunciaram confirmou confirmaram afirmou afirmaram declarou conta contabiliza",
		joins:  "quando enquanto apos depois que e ou mas onde porque",
		levels: "subiu sobe aumentou chegou chega elevou atingiu atinge para a em passou",
		reach:  "subiu sobe aumentou chegou chega elevou atingiu passou ja",
		people: "pessoas pessoa vitimas moradores habitantes",
		places: "em no na nos nas dentro fora sob sobre entre por",
		light:  "foram foi sao ser ha tem o a os as de do da numero ja por deixou deixaram",
		from:   "de", step: "em",
		units:     "ano anos mes meses semana semanas dia dias hora horas minuto minutos quilometro quilometros metro metros grau graus pontos vezes",
		of:        "de do da dos das",
		adjective: "feridas feridos",
		according: "segundo, de acordo com, conforme",
		least:     "pelo menos, ao menos, mais de, no mínimo",
		most:      "até, menos de, no máximo",
		about:     "cerca de, quase, aproximadamente, uns, umas",
		more:      "outros, outras, mais, novos, novas, adicionais",
		fill:      "os, as, um total de, total de, já",
		partial:   "entre eles, entre elas, incluindo, deles, delas, dos, das, sendo",
		beside:    "em vez de, contra, não, antes, inicialmente, de",
		scope:     "primeiro, primeira, segundo, segunda, até agora, até o momento, em todo o país, desde, por dia, diários, cada dia, em média, incluindo, gravemente, ainda, só, apenas, confirmados, norte, sul, leste, oeste, guerra, conflito, pandemia, violência",
		doubt:     "poderia poderiam teria teriam seria seriam pode podem se temem teme esperam previsto supostos supostamente não nenhum nenhuma negou possíveis alertou",
	},
}
