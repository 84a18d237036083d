"""Names of elements: the short ones, and the reference names that stand for them here.

Source: the XML schemas of ONIX for Books 3.0 and 3.1, for the elements that are read.
"""

#: The reference name of each short tag.
REFERENCE = {
    "ONIXmessage": "ONIXMessage",
    "a001": "RecordReference",
    "a002": "NotificationType",
    "b012": "ProductForm",
    "b029": "Subtitle",
    "b030": "TitlePrefix",
    "b031": "TitleWithoutPrefix",
    "b034": "SequenceNumber",
    "b035": "ContributorRole",
    "b036": "PersonName",
    "b037": "PersonNameInverted",
    "b038": "TitlesBeforeNames",
    "b039": "NamesBeforeKey",
    "b040": "KeyNames",
    "b041": "NamesAfterKey",
    "b042": "LettersAfterNames",
    "b043": "TitlesAfterNames",
    "b044": "BiographicalNote",
    "b047": "CorporateName",
    "b049": "ContributorStatement",
    "b067": "SubjectSchemeIdentifier",
    "b069": "SubjectCode",
    "b070": "SubjectHeadingText",
    "b079": "ImprintName",
    "b081": "PublisherName",
    "b089": "SalesRightsType",
    "b201": "WorkIDType",
    "b202": "TitleType",
    "b203": "TitleText",
    "b218": "ExtentType",
    "b219": "ExtentValue",
    "b220": "ExtentUnit",
    "b221": "ProductIDType",
    "b233": "IDTypeName",
    "b244": "IDValue",
    "b247": "PrefixToKey",
    "b248": "SuffixToKey",
    "b249": "UnnamedPersons",
    "b252": "LanguageCode",
    "b253": "LanguageRole",
    "b291": "PublishingRole",
    "b306": "Date",
    "b333": "ProductFormDetail",
    "b381": "SalesRestrictionType",
    "b394": "PublishingStatus",
    "collateraldetail": "CollateralDetail",
    "collection": "Collection",
    "collectionidentifier": "CollectionIdentifier",
    "collectionsequence": "CollectionSequence",
    "contentdate": "ContentDate",
    "contentdetail": "ContentDetail",
    "contributor": "Contributor",
    "d104": "Text",
    "descriptivedetail": "DescriptiveDetail",
    "extent": "Extent",
    "header": "Header",
    "imprint": "Imprint",
    "j260": "DateFormat",
    "language": "Language",
    "m184": "DefaultLanguageOfText",
    "m379": "SenderIDType",
    "nameidentifier": "NameIdentifier",
    "product": "Product",
    "productidentifier": "ProductIdentifier",
    "productiondetail": "ProductionDetail",
    "productsupply": "ProductSupply",
    "promotiondetail": "PromotionDetail",
    "publisher": "Publisher",
    "publishingdate": "PublishingDate",
    "publishingdetail": "PublishingDetail",
    "relatedmaterial": "RelatedMaterial",
    "relatedwork": "RelatedWork",
    "salesrestriction": "SalesRestriction",
    "salesrights": "SalesRights",
    "sender": "Sender",
    "senderidentifier": "SenderIdentifier",
    "subject": "Subject",
    "territory": "Territory",
    "textcontent": "TextContent",
    "titledetail": "TitleDetail",
    "titleelement": "TitleElement",
    "workidentifier": "WorkIdentifier",
    "x298": "SenderName",
    "x307": "SentDateTime",
    "x329": "CollectionType",
    "x344": "CollectionIDType",
    "x409": "TitleElementLevel",
    "x410": "PartNumber",
    "x415": "NameIDType",
    "x426": "TextType",
    "x427": "ContentAudience",
    "x429": "ContentDateRole",
    "x443": "CorporateNameInverted",
    "x448": "PublishingDateRole",
    "x449": "CountriesIncluded",
    "x450": "RegionsIncluded",
    "x451": "CountriesExcluded",
    "x452": "RegionsExcluded",
    "x454": "WorkRelationCode",
    "x456": "ROWSalesRightsType",
    "x478": "TitleStatement",
    "x479": "CollectionSequenceType",
    "x481": "CollectionSequenceNumber",
    "x501": "NoPrefix",
}

#: What a message is, and what stands in it.
MESSAGE, HEADER, PRODUCT = "ONIXMessage", "Header", "Product"

#: What is looked into, by reference name: what has fields, attributes or markup, or is repeated.
WITHIN = frozenset(
    {
        "BiographicalNote",
        "CollateralDetail",
        "Collection",
        "CollectionIdentifier",
        "CollectionSequence",
        "ContentAudience",
        "ContentDate",
        "Contributor",
        "ContributorRole",
        "Date",
        "DescriptiveDetail",
        "Extent",
        "Imprint",
        "Language",
        "NameIdentifier",
        "ProductFormDetail",
        "ProductIdentifier",
        "Publisher",
        "PublishingDate",
        "PublishingDetail",
        "RelatedMaterial",
        "RelatedWork",
        "SalesRestriction",
        "SalesRights",
        "Sender",
        "SenderIdentifier",
        "Subject",
        "Territory",
        "Text",
        "TextContent",
        "TitleDetail",
        "TitleElement",
        "WorkIdentifier",
    }
)

#: The most tags of one message whose names are kept: more than ONIX has, in both forms.
KNOWN_MAX = 2_000


class Names(dict[object, str]):
    """The reference name of each tag, with or without namespace, short or long."""

    def __missing__(self, tag: object) -> str:
        """Find the name of a tag that was not met before; an entity has none, so it is empty."""
        if not isinstance(tag, str):
            return ""
        local = tag.rpartition("}")[2]
        name = REFERENCE.get(local, local)
        if len(self) < KNOWN_MAX:
            self[tag] = name
        return name
