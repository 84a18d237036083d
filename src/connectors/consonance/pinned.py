"""The part of Consonance's schema that the hub uses, as it is expected to be.

Written from published pages of 2024, which end early. What is marked as assumed was on none of
them; where the schema says otherwise, only what needs it is switched off (`schema`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.title_house.model import Part

TITLES = """
scalar ISO8601Date
interface Contact { id: Int! name: String isni: String }
type Person implements Contact {
  id: Int! name: String isni: String personNameInverted: String biographicalNote: String
}
type Organisation implements Contact {
  id: Int! name: String isni: String biographicalNote: String
}
type Contribution {
  contributor: Contact! onixContributorRoleCode: ONIXContributorRoleCode! sequenceNumber: Int!
}
enum ONIXContributorRoleCode { A01 }
type ISBN { isbn13: String }
type Series { id: Int name: String printIssn: String onlineIssn: String }
type SeriesMembership { partNumber: String series: Series }
interface Product {
  id: Int
  fullTitle: String
  titleWithoutPrefix: String
  titlePrefix: String
  subtitle: String
  isbn: ISBN
  publicationDate: ISO8601Date
  onixPublishingStatusCode: String
  onix21ProductFormCode: String
  authorshipDescription: String
  forSaleCountryCodes: [String!]
  notForSaleCountryCodes: [String!]
  isForSaleWorldwide: Boolean
  contributions: [Contribution!]
  work: Work
}
type Work { id: Int seriesMemberships: [SeriesMembership!] products: [Product!] }
input ProductSearchAttributes { after: Int changedSince: ISO8601Date }
input WorkSearchAttributes { after: Int changedSince: ISO8601Date }
type Query {
  works(workSearch: WorkSearchAttributes): [Work!]
  products(productSearch: ProductSearchAttributes): [Product!]
}
"""

#: That a work leads to its contract is assumed: works can be searched by contract.
RIGHTS = """
type Contract {
  id: Int! signedDate: ISO8601Date term: String terminatedDate: ISO8601Date
  licensedRights: [LicensedRight!]!
}
type LicensedRight { id: Int! rightType: String! }
extend type Work { contract: Contract }
"""

#: The names of the fields given and answered are assumed: the published pages hide them.
LINKS = """
scalar URL
enum ONIXWebsiteRoleCode { _29 _30 }
type WebLink { id: Int! link: URL! note: String role: ONIXWebsiteRoleCode }
extend interface Product { webLinks: [WebLink!] }
input CreateWebLinkInput {
  productId: Int! link: URL! note: String role: ONIXWebsiteRoleCode includeInOnix: Boolean
}
input UpdateWebLinkInput {
  id: Int! link: URL! note: String role: ONIXWebsiteRoleCode includeInOnix: Boolean
}
type CreateWebLinkPayload { webLink: WebLink }
type UpdateWebLinkPayload { webLink: WebLink }
extend input ProductSearchAttributes { idEq: Int }
extend type Query { product(productSearch: ProductSearchAttributes): Product }
type Mutation {
  createWebLink(input: CreateWebLinkInput!): CreateWebLinkPayload
  updateWebLink(input: UpdateWebLinkInput!): UpdateWebLinkPayload
}
"""

#: What each part of the work takes of the schema.
PINNED: Mapping[Part, str] = MappingProxyType(
    {Part.TITLES: TITLES, Part.RIGHTS: RIGHTS, Part.LINKS: LINKS}
)
