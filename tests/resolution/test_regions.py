"""Which region a town lies in, over the countries of the news; and how codes without a name are given one."""

from __future__ import annotations

import pytest

from onrecord.resolution.gazetteer import lookup
from training.pairing import pairs
from training.regions import table

# Country | region: its towns
TOWNS = """
Germany | Bavaria: Munich, Nuremberg, Augsburg
Germany | Saxony: Dresden, Leipzig, Chemnitz
Germany | North Rhine-Westphalia: Köln, Dortmund, Düsseldorf
Germany | Hesse: Frankfurt am Main, Wiesbaden
Germany | Baden-Württemberg: Stuttgart, Karlsruhe
India | Maharashtra: Mumbai, Pune, Nagpur
India | Karnataka: Bengaluru, Mysuru
India | Tamil Nadu: Chennai, Madurai, Coimbatore
India | Kerala: Thiruvananthapuram, Kozhikode
India | Rajasthan: Jaipur, Jodhpur, Udaipur
India | Gujarat: Ahmedabad, Surat
India | Uttar Pradesh: Lucknow, Kanpur, Varanasi
India | Manipur: Imphal
India | West Bengal: Kolkata
Pakistan | Punjab: Lahore, Faisalabad, Multan
Pakistan | Sindh: Karachi, Sukkur
Pakistan | Khyber Pakhtunkhwa: Peshawar, Mardan
Pakistan | Balochistan: Quetta, Gwadar
Iraq | Nineveh: Mosul
Iraq | Anbar: Ramadi
Iraq | Saladin: Tikrit, Samarra
Iraq | Diyala: Baqubah
Syria | Aleppo Governorate: Aleppo, Manbij
Syria | Idlib Governorate: Idlib, Saraqib
Syria | Raqqa Governorate: Raqqa
Yemen | Hadhramaut: Mukalla
Libya | Butnan: Tobruk
Sudan | North Darfur: El Fasher
Sudan | South Darfur: Nyala
Sudan | North Kordofan: El Obeid
South Sudan | Upper Nile: Malakal
Ethiopia | Tigray: Axum, Adwa
Ethiopia | Amhara: Gonder, Bahir Dar, Dessie
Ethiopia | Oromia: Jimma
Somalia | Bay Region: Baidoa
Somalia | Lower Juba: Kismayo
Democratic Republic of the Congo | North Kivu: Goma, Butembo
Democratic Republic of the Congo | South Kivu: Bukavu, Uvira
Democratic Republic of the Congo | Ituri: Bunia
Democratic Republic of the Congo | Haut-Katanga: Lubumbashi
Nigeria | Borno: Maiduguri
Nigeria | Kaduna State: Kaduna, Zaria
Nigeria | Plateau State: Jos
Nigeria | Rivers State: Port Harcourt
Mali | Mopti Region: Mopti
Burkina Faso | Sahel Region: Djibo
Cameroon | North-West Region: Bamenda
Mozambique | Cabo Delgado: Pemba
South Africa | Gauteng: Johannesburg, Pretoria
South Africa | KwaZulu-Natal: Durban
South Africa | Western Cape: Cape Town
Afghanistan | Helmand: Lashkar Gah
Afghanistan | Kandahar Province: Kandahar
Afghanistan | Balkh Province: Mazār-e Sharīf
Myanmar | Rakhine: Sittwe
Myanmar | Shan State: Lashio, Taunggyi
Myanmar | Kachin State: Myitkyina
China | Sichuan: Chengdu
China | Guangdong: Shenzhen, Guangzhou
China | Hubei: Wuhan
China | Xinjiang: Ürümqi, Kashgar
China | Tibet: Lhasa
Japan | Hokkaido: Sapporo, Hakodate
Japan | Fukushima Prefecture: Iwaki
Japan | Hiroshima Prefecture: Hiroshima
South Korea | Gyeonggi: Suwon
North Korea | South Hamgyong: Hamhŭng
Indonesia | Central Java: Semarang
Indonesia | Papua: Jayapura
Indonesia | Aceh: Banda Aceh
Philippines | Davao Region: Davao
Philippines | Bangsamoro: Cotabato
Vietnam | Khánh Hòa Province: Nha Trang
Kazakhstan | Karaganda Region: Temirtau
Russia | Tatarstan: Kazan
Russia | Chechnya: Grozny
Russia | Sverdlovsk Oblast: Yekaterinburg
Russia | Kursk Oblast: Kursk
Russia | Primorsky Krai: Vladivostok
Russia | Chukotka: Anadyr
Ukraine | Donetsk Oblast: Bakhmut, Mariupol, Kramatorsk
Ukraine | Kharkiv Oblast: Izium, Lozova
Ukraine | Zaporizhzhia Oblast: Melitopol, Enerhodar
Ukraine | Crimea: Simferopol, Kerch
Poland | Lesser Poland: Kraków
Poland | Pomeranian Voivodeship: Gdańsk
Romania | Cluj County: Cluj-Napoca
Turkey | Hatay: Antakya
Turkey | Şırnak Province: Cizre
Iran | Isfahan Province: Isfahan
Iran | Khuzestan: Ahvaz
Italy | Lombardy: Milan, Bergamo
Italy | Sicily: Palermo, Catania
Italy | Tuscany: Florence, Pisa
France | Normandy: Rouen, Caen, Le Havre
France | Brittany: Rennes, Brest
France | Provence-Alpes-Côte d'Azur: Marseille, Nice
Spain | Andalusia: Sevilla, Málaga, Granada
Spain | Catalonia: Barcelona, Girona
Spain | Galicia: Vigo
United Kingdom | England: London, Oxford
United Kingdom | Scotland: Glasgow, Edinburgh
United Kingdom | Wales: Cardiff, Swansea
United Kingdom | Northern Ireland: Belfast, Omagh
Ireland | Munster: Cork, Limerick
Ireland | Connacht: Galway, Sligo
Sweden | Skåne: Malmö
Norway | Vestland: Bergen
Switzerland | Vaud: Lausanne
Austria | Tyrol: Innsbruck
Greece | Crete: Irákleion
Croatia | Vukovar-Syrmia: Vukovar
Canada | Ontario: Toronto, Ottawa
Canada | Quebec: Montréal
Canada | Alberta: Calgary, Edmonton
Canada | Manitoba: Winnipeg
Canada | Nova Scotia: Halifax
Mexico | Sinaloa: Culiacán, Mazatlán
Mexico | Guerrero: Acapulco de Juárez, Iguala de la Independencia
Mexico | Oaxaca State: Juchitán de Zaragoza
Mexico | Jalisco: Zapopan
Brazil | Roraima: Boa Vista
Brazil | Amazonas: Manaus
Brazil | Bahia: Salvador
Brazil | Rio Grande do Sul: Porto Alegre
Colombia | Antioquia: Medellín
Colombia | Norte de Santander: Cúcuta
Venezuela | Zulia: Maracaibo
Peru | Puno Region: Juliaca
Chile | Araucanía: Temuco
Argentina | Santa Fe Province: Rosario
Australia | New South Wales: Sydney, Newcastle
Australia | Victoria: Melbourne, Geelong
Australia | Queensland: Brisbane, Cairns
New Zealand | Canterbury: Christchurch
United States | Hawaii: Honolulu
"""
ROWS = [
    (country.strip(), region.strip(), town.strip())
    for line in TOWNS.strip().splitlines()
    for country, rest in [line.split(" | ")]
    for region, towns in [rest.split(": ")]
    for town in towns.split(",")
]


@pytest.mark.parametrize(("country", "region", "town"), ROWS, ids=[f"{town} in {region}" for _, region, town in ROWS])
def test_a_town_lies_in_its_region(country, region, town):
    largest = next(
        one for one in lookup(town) if one.within[-1:] == (country,) and one.kind == "city" and not one.curated
    )
    assert largest.within == (region, country)


# A name, what it is, and what contains it.
NAMED = {
    "Tamil Nadu": ("Tamil Nadu", "region", ("India",)),
    "Kano state": ("Kano State", "region", ("Nigeria",)),
    "Oaxaca State": ("Oaxaca State", "region", ("Mexico",)),
    "Bavaria": ("Bavaria", "region", ("Germany",)),
    "Oxfordshire": ("Oxfordshire", "county", ("England", "United Kingdom")),
    "County Clare": ("County Clare", "county", ("Munster", "Ireland")),
    "Tipperary": ("County Tipperary", "county", ("Munster", "Ireland")),
    "Kanawha": ("Kanawha County", "county", ("West Virginia", "United States")),
    "Java": ("Java", "island", ("Central Java", "Indonesia")),
    "Puget Sound": ("Puget Sound", "water", ("Washington", "United States")),
    "Fallujah": ("Fallujah", "city", ("Anbar", "Iraq")),
    "Goma": ("Goma", "city", ("North Kivu", "Democratic Republic of the Congo")),
    "Ma'ale Adummim": ("Ma‘ale Adummim", "city", ("West Bank", "Palestine")),
    "Đà Nẵng": ("Da Nang", "city", ("Da Nang Province", "Vietnam")),
    "Berlin": ("Berlin", "city", ("Germany",)),
}


@pytest.mark.parametrize(("name", "wanted"), NAMED.items(), ids=list(NAMED))
def test_what_bears_a_name_first(name, wanted):
    first = lookup(name)[0]
    assert (first.name, first.kind, first.within) == wanted


def test_the_bare_name_of_a_region_is_its_town_s_where_there_is_a_large_one():
    assert {one.kind for one in lookup("Kano") if one.country == "NG"} == {"city"}


def test_the_nearest_is_not_taken_where_another_has_no_other_choice():
    # The first row lies nearer to column 0, but the second can only have that one.
    assert pairs([[10.0, 20.0], [15.0, 800.0]]) == [1, 0]
    assert pairs([[10.0], [15.0]]) == [0, None]
    assert pairs([[30.0, 10.0, 20.0]]) == [1]


def test_every_row_is_on_the_globe():
    for row in table():
        assert abs(row.lat) <= 90, row
        assert abs(row.lon) <= 180, row
        assert row.people >= 0, row
    assert len(list(table())) > 1500
