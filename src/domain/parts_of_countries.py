"""The parts of countries that rights are written in. Facts, no rules.

Sources: list 49 of ONIX (EDItEUR, issue 73), which is what publishers write; and ISO 3166-2, where
its codes are others, for countries that contracts divide. Those of AR, BR, CZ, DK, FI, JP, MX, NZ,
PT and SE are ISO's alone, its regions where it has two levels. A part of any other country is
refused: a slip of the hand would be a permission for nowhere.
"""

from collections.abc import Mapping
from types import MappingProxyType

#: What follows the hyphen, by country. Those of Australia are ONIX's and ISO's.
_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "AR": "A B C D E F G H J K L M N P Q R S T U V W X Y Z",
        "AT": "1 2 3 4 5 6 7 8 9",
        "AU": "CT NS NT QL SA TS VI WA ACT NSW QLD TAS VIC",
        "BE": "BRU VLG WAL",
        "BR": "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO",
        "CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
        "CH": "AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH",
        "CN": "BJ TJ HE SX NM LN JL HL SH JS ZJ AH FJ JX SD HA HB HN GD GX HI CQ SC GZ YN XZ SN GS"
        " QH NX XJ 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54"
        " 61 62 63 64 65",
        "CZ": "10 20 31 32 41 42 51 52 53 63 64 71 72 80",
        "DE": "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH",
        "DK": "81 82 83 84 85",
        "ES": "AN AR AS CB CE CL CM CN CT EX GA IB MC MD ML NC PV RI VC",
        "FI": "02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19",
        "FR": "H 20R ARA BFC BRE COR CVL GES HDF IDF NAQ NOR OCC PAC PDL",
        "GB": "AIR APS ENG EWS NIR SCT WLS",
        "IE": "AIR",
        "IT": "AG AL AN AO AR AP AT AV BA BT BL BN BG BI BO BZ BS BR CA CL CB CI CE CT CZ CH CO CS"
        " CR KR CN EN FM FE FI FG FC FR GE GO GR IM IS SP AQ LT LE LC LI LO LU MC MN MS MT VS ME"
        " MI MO MB NA NO NU OG OT OR PD PA PR PV PG PU PE PC PI PT PN PZ PO RG RA RC RE RI RN RM"
        " RO SA SS SV SI SR SO TA TE TR TO TP TN TV TS UD VA VE VB VC VR VV VI VT",
        "JP": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28"
        " 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47",
        "MX": "AGU BCN BCS CAM CHH CHP CMX COA COL DUR GRO GUA HID JAL MEX MIC MOR NAY NLE OAX PUE"
        " QUE ROO SIN SLP SON TAB TAM TLA VER YUC ZAC",
        "NL": "DR FL FR GE GR LI NB NH OV UT ZE ZH",
        "NZ": "AUK BOP CAN CIT GIS HKB MBH MWT NSN NTL OTA STL TAS TKI WGN WKO WTC",
        "PT": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 20 30",
        "RS": "KM VO",
        "RU": "AD AL BA BU CE CU DA IN KB KL KC KR KK KO ME MO SA SE TA TY UD ALT KAM KHA KDA KYA"
        " PER PRI STA ZAB AMU ARK AST BEL BRY CHE IRK IVA KGD KLU KEM KIR KOS KGN KRS LEN LIP MAG"
        " MOS MUR NIZ NGR NVS OMS ORE ORL PNZ PSK ROS RYA SAK SAM SAR SMO SVE TAM TOM TUL TVE TYU"
        " ULY VLA VGG VLG VOR YAR MOW SPE YEV CHU KHM NEN YAN",
        "SE": "AB AC BD C D E F G H I K M N O S T U W X Y Z",
        "US": "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC"
        " ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY",
    }
)

#: The country of each part, by its whole code, such as `CA-QC`.
COUNTRIES: Mapping[str, str] = MappingProxyType(
    {f"{country}-{part}": country for country, parts in _PARTS.items() for part in parts.split()}
)

#: The countries whose parts are known.
DIVIDED = frozenset(_PARTS)

#: Codes of list 49 and ISO 3166-2 that look like parts and are territories of their own, as list 91
#: has them.
TERRITORIES_OF_THEIR_OWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "CN-71": frozenset({"TW"}),
        "CN-91": frozenset({"HK"}),
        "CN-92": frozenset({"MO"}),
        "CN-HK": frozenset({"HK"}),
        "CN-MO": frozenset({"MO"}),
        "CN-TW": frozenset({"TW"}),
        "FI-01": frozenset({"AX"}),
        "GB-CHA": frozenset({"GG", "JE"}),
        "GB-IOM": frozenset({"IM"}),
    }
)
