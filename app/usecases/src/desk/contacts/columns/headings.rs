//! What people write above the columns of their lists.

use super::Column;

impl Column {
    /// The headings for it, folded, with commas between them: in English, Spanish, French, Portuguese and German.
    pub(super) const fn headings(self) -> &'static str {
        match self {
            Self::Id => "id,key,kennung",
            Self::Name => {
                "organisation,organization,office,institution,company,ministry,department,agency,council,body,\
                 organizacion,oficina,institucion,empresa,ministerio,organismo,entidad,\
                 organisme,bureau,societe,entreprise,ministere,\
                 organizacao,orgao,instituicao,gabinete,entidade,\
                 behorde,amt,firma,stelle,unternehmen"
            }
            Self::Title => {
                "title,post,position,role,function,job,titulo,cargo,puesto,funcion,titre,poste,fonction,funcao,\
                 titel,funktion,amtsbezeichnung"
            }
            Self::Person => {
                "full name,person,contact,contact person,name,nombre completo,persona,contacto,nombre,\
                 nom complet,personne,nom,nome completo,pessoa,contato,nome,\
                 vollstandiger name,kontakt,ansprechpartner,ansprechperson"
            }
            Self::FirstName => "first name,given name,forename,nombre de pila,nombres,prenom,primeiro nome,vorname",
            Self::LastName => {
                "last name,surname,family name,apellido,apellidos,nom de famille,sobrenome,apelido,nachname,familienname"
            }
            Self::Country => "country,state party,nation,iso2,pais,pays,land,staat",
            Self::Address => {
                "address,street,street address,postal address,mailing address,address 1,address line 1,\
                 direccion,calle,domicilio,adresse,rue,adresse postale,adresse 1,endereco,morada,rua,\
                 anschrift,strasse,postanschrift"
            }
            Self::AddressMore => {
                "address 2,address line 2,direccion 2,complemento,adresse 2,complement d adresse,endereco 2,adresszusatz"
            }
            Self::Town => "town,city,place,ciudad,localidad,municipio,ville,commune,cidade,ort,stadt",
            Self::Region => "region,state,province,county,provincia,estado,departamento,departement,bundesland",
            Self::Postcode => "postcode,postal code,zip,zip code,codigo postal,cp,code postal,cep,plz,postleitzahl",
            Self::AddressCountry => {
                "address country,country of address,pais de la direccion,pays de l adresse,pais do endereco,land der anschrift"
            }
            Self::Email => {
                "email,e mail,mail,email address,correo,correo electronico,courriel,adresse e mail,adresse email,\
                 correio eletronico,e mail adresse"
            }
            Self::WebForm => {
                "web form,form,contact form,website,web,url,site,formulario,sitio web,pagina web,formulaire,site web,\
                 formulario web,webseite,formular,kontaktformular"
            }
            Self::Phone => "phone,telephone,tel,telefono,telefone,telefon",
            Self::Greeting => "greeting,salutation,saludo,tratamiento,formule d appel,saudacao,tratamento,anrede,grussformel",
            Self::Language => "language,lang,idioma,lengua,langue,lingua,sprache",
            Self::Note => {
                "note,notes,comment,remarks,nota,notas,observaciones,remarque,remarques,observacao,observacoes,\
                 bemerkung,hinweis"
            }
        }
    }
}
