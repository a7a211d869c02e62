//! The properties that need no description in the file (ISO 19005-2, 6.6.2.3.1): the schemas of the XMP Specification of
//! September 2005 and of PDF/A itself, with the types of their values, as tables.
//!
//! What came later is not among them: pdf:Trapped, xmpMM:OriginalDocumentID, pdfx, pdfuaid, pdfaid:rev. Closed choices
//! are taken for the type they choose from, since the judges of the standard do so as well.

use crate::pdf::xmp::Name;

/// Names of one type, separated by blanks.
type Names = (&'static str, &'static str);

/// Properties of one namespace, or fields of one structure.
pub(super) struct Group {
    /// The name of the structure as value types spell it, in small letters; empty for a schema.
    pub(super) structure: &'static str,
    space: &'static str,
    names: &'static [Names],
}

impl Group {
    /// Returns the type of a field or property.
    pub(super) fn type_of(&self, name: &Name) -> Option<&'static str> {
        if *self.space != *name.space {
            return None;
        }
        let holds = |(_, names): &&Names| names.split_ascii_whitespace().any(|one| one == &*name.local);
        self.names.iter().find(holds).map(|(value_type, _)| *value_type)
    }
}

/// Returns the type of a predefined property.
pub(super) fn property(name: &Name) -> Option<&'static str> {
    SCHEMAS.iter().find_map(|schema| schema.type_of(name))
}

/// Returns the fields of a structure of the XMP Specification.
pub(super) fn structure(value_type: &str) -> Option<&'static Group> {
    STRUCTURES.iter().find(|group| group.structure == value_type)
}

const fn schema(space: &'static str, names: &'static [Names]) -> Group {
    Group { structure: "", space, names }
}

const fn fields(structure: &'static str, space: &'static str, names: &'static [Names]) -> Group {
    Group { structure, space, names }
}

const DYNAMIC_MEDIA: &str = "http://ns.adobe.com/xmp/1.0/DynamicMedia/";
const EXIF: &str = "http://ns.adobe.com/exif/1.0/";

const SCHEMAS: &[Group] = &[
    schema(
        "http://purl.org/dc/elements/1.1/",
        &[
            ("lang alt", "description rights title"),
            ("bag text", "contributor language publisher relation subject type"),
            ("seq text", "creator"),
            ("seq date", "date"),
            ("text", "coverage identifier source"),
            ("mimetype", "format"),
        ],
    ),
    schema(
        "http://ns.adobe.com/xap/1.0/",
        &[
            ("date", "CreateDate MetadataDate ModifyDate"),
            ("text", "BaseURL CreatorTool Label Nickname"),
            ("bag text", "Advisory Identifier"),
            ("alt thumbnail", "Thumbnails"),
            ("real", "Rating"),
        ],
    ),
    schema("http://ns.adobe.com/pdf/1.3/", &[("text", "Keywords PDFVersion Producer")]),
    schema("http://www.aiim.org/pdfa/ns/id/", &[("integer", "part"), ("text", "amd conformance corr")]),
    schema(
        "http://ns.adobe.com/xap/1.0/mm/",
        &[
            (
                "text",
                "DocumentID InstanceID LastURL ManageTo ManageUI Manager ManagerVariant RenditionClass RenditionParams \
                 VersionID",
            ),
            ("resourceref", "DerivedFrom ManagedFrom RenditionOf"),
            ("seq resourceevent", "History"),
            ("seq version", "Versions"),
            ("integer", "SaveID"),
        ],
    ),
    schema(
        "http://ns.adobe.com/xap/1.0/rights/",
        &[
            ("text", "Certificate WebStatement"),
            ("boolean", "Marked"),
            ("bag text", "Owner"),
            ("lang alt", "UsageTerms"),
        ],
    ),
    schema("http://ns.adobe.com/xap/1.0/bj/", &[("bag job", "JobRef")]),
    schema(
        "http://ns.adobe.com/xap/1.0/t/pg/",
        &[
            ("dimensions", "MaxPageSize"),
            ("integer", "NPages"),
            ("bag font", "Fonts"),
            ("seq colorant", "Colorants"),
            ("seq text", "PlateNames"),
        ],
    ),
    schema(
        "http://ns.adobe.com/photoshop/1.0/",
        &[
            (
                "text",
                "AuthorsPosition CaptionWriter Category City Country Credit Headline Instructions Source State \
                 TransmissionReference",
            ),
            ("date", "DateCreated"),
            ("bag text", "SupplementalCategories"),
            ("integer", "Urgency"),
        ],
    ),
    schema(
        "http://ns.adobe.com/tiff/1.0/",
        &[
            (
                "integer",
                "Compression ImageLength ImageWidth Orientation PhotometricInterpretation PlanarConfiguration \
                 ResolutionUnit SamplesPerPixel YCbCrPositioning",
            ),
            ("seq integer", "BitsPerSample TransferFunction YCbCrSubSampling"),
            ("text", "Artist Make Model Software XResolution YResolution"),
            ("seq text", "PrimaryChromaticities ReferenceBlackWhite WhitePoint YCbCrCoefficients"),
            ("date", "DateTime"),
            ("lang alt", "Copyright ImageDescription"),
        ],
    ),
    schema(
        EXIF,
        &[
            (
                "text",
                "ApertureValue BrightnessValue CompressedBitsPerPixel DigitalZoomRatio ExifVersion ExposureBiasValue \
                 ExposureIndex ExposureTime FNumber FlashEnergy FlashpixVersion FocalLength FocalPlaneXResolution \
                 FocalPlaneYResolution GPSAltitude GPSAreaInformation GPSDOP GPSDestBearing GPSDestBearingRef \
                 GPSDestDistance GPSDestDistanceRef GPSImgDirection GPSImgDirectionRef GPSMapDatum GPSMeasureMode \
                 GPSProcessingMethod GPSSatellites GPSSpeed GPSSpeedRef GPSStatus GPSTrack GPSTrackRef GPSVersionID \
                 ImageUniqueID MaxApertureValue RelatedSoundFile ShutterSpeedValue SpectralSensitivity SubjectDistance",
            ),
            (
                "integer",
                "ColorSpace Contrast CustomRendered ExposureMode ExposureProgram FileSource FocalLengthIn35mmFilm \
                 FocalPlaneResolutionUnit GPSAltitudeRef GPSDifferential GainControl LightSource MeteringMode \
                 PixelXDimension PixelYDimension Saturation SceneCaptureType SceneType SensingMethod Sharpness \
                 SubjectDistanceRange WhiteBalance",
            ),
            ("seq integer", "ComponentsConfiguration ISOSpeedRatings SubjectArea SubjectLocation"),
            ("date", "DateTimeDigitized DateTimeOriginal GPSTimeStamp"),
            ("gpscoordinate", "GPSDestLatitude GPSDestLongitude GPSLatitude GPSLongitude"),
            ("lang alt", "UserComment"),
            ("oecf/sfr", "OECF SpatialFrequencyResponse"),
            ("flash", "Flash"),
            ("cfapattern", "CFAPattern"),
            ("devicesettings", "DeviceSettingDescription"),
        ],
    ),
    schema("http://ns.adobe.com/exif/1.0/aux/", &[("text", "Lens SerialNumber")]),
    schema(
        "http://ns.adobe.com/camera-raw-settings/1.0/",
        &[
            (
                "integer",
                "BlueHue BlueSaturation Brightness ChromaticAberrationB ChromaticAberrationR ColorNoiseReduction \
                 Contrast CropUnits GreenHue GreenSaturation LuminanceSmoothing RedHue RedSaturation Saturation \
                 ShadowTint Shadows Sharpness Temperature Tint VignetteAmount VignetteMidpoint",
            ),
            ("boolean", "AutoBrightness AutoContrast AutoExposure AutoShadows HasCrop HasSettings"),
            ("real", "CropAngle CropBottom CropHeight CropLeft CropRight CropTop CropWidth Exposure"),
            ("text", "CameraProfile RawFileName ToneCurveName Version WhiteBalance"),
            ("seq text", "ToneCurve"),
        ],
    ),
    schema(
        DYNAMIC_MEDIA,
        &[
            (
                "text",
                "absPeakAudioFilePath album altTapeName artist audioChannelType audioCompressor audioSampleType composer \
                 copyright engineer fileDataRate genre instrument key logComment pullDown relativePeakAudioFilePath \
                 scaleType scene shotLocation shotName speakerPlacement stretchMode tapeName timeSignature \
                 videoAlphaMode videoColorSpace videoCompressor videoFieldOrder videoFrameRate videoPixelAspectRatio \
                 videoPixelDepth",
            ),
            ("date", "audioModDate metadataModDate releaseDate shotDate videoModDate"),
            ("time", "duration introTime outCue relativeTimestamp"),
            ("timecode", "altTimecode startTimecode"),
            ("integer", "audioSampleRate trackNumber"),
            ("real", "numberOfBeats tempo"),
            ("boolean", "loop videoAlphaUnityIsTransparent"),
            ("projectlink", "projectRef"),
            ("dimensions", "videoFrameSize"),
            ("colorant", "videoAlphaPremultipleColor"),
            ("seq marker", "markers"),
            ("bag media", "contributedMedia"),
            ("timescalestretch", "timeScaleParams"),
            ("resamplestretch", "resampleParams"),
            ("beatsplicestretch", "beatSpliceParams"),
        ],
    ),
];

const STRUCTURES: &[Group] = &[
    fields("dimensions", "http://ns.adobe.com/xap/1.0/sType/Dimensions#", &[("real", "h w"), ("text", "unit")]),
    fields(
        "resourceref",
        "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
        &[(
            "text",
            "documentID instanceID manageTo manageUI manager managerVariant renditionClass renditionParams versionID",
        )],
    ),
    fields(
        "resourceevent",
        "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
        &[("text", "action instanceID parameters softwareAgent"), ("date", "when")],
    ),
    fields(
        "version",
        "http://ns.adobe.com/xap/1.0/sType/Version#",
        &[("text", "comments modifier version"), ("date", "modifyDate"), ("resourceevent", "event")],
    ),
    fields("job", "http://ns.adobe.com/xap/1.0/sType/Job#", &[("text", "id name url")]),
    fields("thumbnail", "http://ns.adobe.com/xap/1.0/g/img/", &[("integer", "height width"), ("text", "format image")]),
    fields(
        "font",
        "http://ns.adobe.com/xap/1.0/sType/Font#",
        &[
            ("text", "fontFace fontFamily fontFileName fontName fontType versionString"),
            ("boolean", "composite"),
            ("seq text", "childFontFiles"),
        ],
    ),
    fields(
        "colorant",
        "http://ns.adobe.com/xap/1.0/g/",
        &[("text", "mode swatchName type"), ("real", "L black cyan magenta yellow"), ("integer", "A B blue green red")],
    ),
    fields("flash", EXIF, &[("boolean", "Fired Function RedEyeMode"), ("text", "Mode Return")]),
    fields("oecf/sfr", EXIF, &[("integer", "Columns Rows"), ("seq text", "Names Values")]),
    fields("cfapattern", EXIF, &[("integer", "Columns Rows"), ("seq integer", "Values")]),
    fields("devicesettings", EXIF, &[("integer", "Columns Rows"), ("seq text", "Settings")]),
    fields("time", DYNAMIC_MEDIA, &[("integer", "value"), ("text", "scale")]),
    fields("timecode", DYNAMIC_MEDIA, &[("text", "timeFormat timeValue")]),
    fields("projectlink", DYNAMIC_MEDIA, &[("text", "path type")]),
    fields("marker", DYNAMIC_MEDIA, &[("any", "duration startTime"), ("text", "comment location name target type")]),
    fields(
        "media",
        DYNAMIC_MEDIA,
        &[("text", "path track webStatement"), ("time", "duration startTime"), ("boolean", "managed")],
    ),
    fields("timescalestretch", DYNAMIC_MEDIA, &[("text", "quality"), ("real", "frameOverlappingPercentage frameSize")]),
    fields("resamplestretch", DYNAMIC_MEDIA, &[("text", "quality")]),
    fields(
        "beatsplicestretch",
        DYNAMIC_MEDIA,
        &[("boolean", "useFileBeatsMarker"), ("real", "riseInDecibel"), ("time", "riseInTimeDuration")],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn name(space: &str, local: &str) -> Name {
        Name { space: space.into(), prefix: "p".into(), local: local.into() }
    }

    #[test]
    fn properties_are_found_by_namespace_and_name() {
        assert_eq!(property(&name("http://purl.org/dc/elements/1.1/", "title")), Some("lang alt"));
        assert_eq!(property(&name("http://ns.adobe.com/pdf/1.3/", "title")), None);
        assert_eq!(property(&name("http://ns.adobe.com/pdf/1.3/", "")), None);
    }

    #[test]
    fn what_came_after_2005_is_not_predefined() {
        for (space, local) in [
            ("http://ns.adobe.com/pdf/1.3/", "Trapped"),
            ("http://ns.adobe.com/pdfx/1.3/", "SourceModified"),
            ("http://ns.adobe.com/xap/1.0/mm/", "OriginalDocumentID"),
            ("http://www.aiim.org/pdfa/ns/id/", "rev"),
            ("http://www.aiim.org/pdfua/ns/id/", "part"),
            ("http://purl.org/dc/elements/1.1/", "invented"),
        ] {
            assert_eq!(property(&name(space, local)), None, "{local}");
        }
    }

    #[test]
    fn every_structure_that_a_table_names_exists_and_no_name_stands_twice() {
        for group in SCHEMAS.iter().chain(STRUCTURES) {
            let mut names = Vec::new();
            for (value_type, list) in group.names {
                let known = *value_type == "any" || super::super::types::Types::default().knows(value_type);
                assert!(known, "{value_type}");
                names.extend(list.split_ascii_whitespace());
            }
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{}", group.space);
        }
    }
}
